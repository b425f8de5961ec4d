import { errorSchemaName, own, schemeName } from '@cognito-auth/core/adapter'
import type { FastifySchema } from 'fastify'

/** What a `transform` of @fastify/swagger returns. */
export interface TransformedRoute {
  /** The schema to describe the route with. */
  schema: FastifySchema

  /** The URL to describe the route with. */
  url: string
}

/** What a `transform` of @fastify/swagger is given. It is given more, which is passed on to your own transform. */
export interface RouteToTransform {
  /** The schema of the route. */
  schema: FastifySchema

  /** The URL of the route. */
  url: string
}

/**
 * Creates a `transform` for @fastify/swagger that adds the responses 401, 403 and 503 to the document, for every route
 * whose `security` names the scheme `cognito`. Responses that the route describes itself stay. The schemas of the routes
 * do not change, so that responses are sent as before.
 *
 * ```ts
 * const components = openapiComponents({ domain: 'auth.example.com', scopes: ['orders/read'] })
 * export const swaggerOptions = { openapi: { components }, transform: openapiTransform() }
 * ```
 *
 * The responses refer to the schema `AuthError` of `openapiComponents()`.
 *
 * @param inner a transform to apply first, such as `jsonSchemaTransform` of fastify-type-provider-zod.
 */
export function openapiTransform<Input extends RouteToTransform = RouteToTransform>(
  inner?: (input: Input) => TransformedRoute,
): (input: Input) => TransformedRoute {
  return function addResponses(input) {
    const { schema, url } = inner ? inner(input) : input
    return { schema: needsToken(schema) ? withRefusals(schema) : schema, url }
  }
}

interface DocumentedSchema extends FastifySchema {
  security?: unknown
}

/** Routes without a schema have none here either. */
function needsToken(schema: DocumentedSchema | undefined): boolean {
  const security = schema && own(schema, 'security')
  return (
    Array.isArray(security) && security.some((requirement: object) => Object.hasOwn(requirement, schemeName))
  )
}

/** A route that describes no responses keeps the one that @fastify/swagger would have written for it. */
function withRefusals(schema: FastifySchema): FastifySchema {
  const response = own(schema, 'response') ?? { 200: { type: 'null', description: 'Default Response' } }
  return { ...schema, response: { ...refusals(), ...response } }
}

/** New objects for each route: @fastify/swagger may change them. */
function refusals(): object {
  return {
    401: refusal('The token is missing, invalid, expired or revoked'),
    403: refusal('The token does not permit this'),
    503: refusal('Tokens cannot be verified at the moment'),
  }
}

function refusal(description: string): object {
  const schema = { $ref: `#/components/schemas/${errorSchemaName}` }
  return { description, content: { 'application/json': { schema } } }
}
