import { answerCodes } from '../refusal/answer.ts'
import type { AuthErrorCode } from '../refusal/reasons.ts'
import { checkDomain } from '../settings/domain.ts'
import { readOptions } from '../settings/read-options.ts'
import { checkScopes, type Scopes } from './check-scopes.ts'

/** Name of the security scheme in documents. */
export const schemeName = 'cognito'

/** Name of the schema of errors in documents. */
export const errorSchemaName = 'AuthError'

/** Options of {@link openapiComponents}. */
export interface OpenapiComponentsOptions {
  /**
   * Domain of the managed login of the user pool: its host, such as `auth.example.com`, or its origin. `http:` is allowed
   * on loopback.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html
   */
  domain: string

  /**
   * The scopes that clients can ask for: a list of scopes, or an object with a description for each. Scopes of a resource
   * server (`<resource server>/<scope>`) are offered to machines, too.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   */
  scopes: readonly string[] | Readonly<Record<string, string>>
}

/** The components of an OpenAPI document, 3.0 or 3.1, that this package knows. */
export interface OpenapiComponents {
  /** The security scheme `cognito`. */
  securitySchemes: Record<typeof schemeName, OpenapiSecurityScheme>

  /** The schema `AuthError`: the JSON body of refusals. */
  schemas: Record<typeof errorSchemaName, OpenapiErrorSchema>
}

/** Sign-in with OAuth 2.0 at the managed login. */
export interface OpenapiSecurityScheme {
  /** The kind of scheme. */
  type: 'oauth2'

  /** The ways to get a token. */
  flows: {
    /** For users. */
    authorizationCode: { authorizationUrl: string; tokenUrl: string; refreshUrl: string; scopes: Scopes }

    /** For machines. Absent if none of the scopes is one of a resource server: machines have no others. */
    clientCredentials?: { tokenUrl: string; scopes: Scopes }
  }
}

/** The JSON schema of an `AnswerBody`. */
export interface OpenapiErrorSchema {
  /** The body is a JSON object. */
  type: 'object'

  /** The members that the body always has: all of them. */
  required: string[]

  /** The members of the body. `code` has one of the codes of `AuthErrorCode`. */
  properties: {
    statusCode: { type: 'integer' }
    code: { type: 'string'; enum: AuthErrorCode[] }
    error: { type: 'string' }
    message: { type: 'string' }
  }
}

/**
 * Creates the components of an OpenAPI document: the security scheme `cognito` and the schema `AuthError`.
 *
 * ```ts
 * export const components = openapiComponents({ domain: 'auth.example.com', scopes: ['openid', 'orders/read'] })
 * ```
 *
 * @returns a new object, which you may change.
 * @throws ConfigurationError for the first mistake in the options.
 * @see https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object
 */
export function openapiComponents(options: OpenapiComponentsOptions): OpenapiComponents {
  const raw = readOptions<OpenapiComponentsOptions>(
    { option: 'options', value: options },
    { domain: true, scopes: true },
  )
  return {
    securitySchemes: { [schemeName]: buildScheme(checkDomain(raw.domain), checkScopes(raw.scopes)) },
    schemas: { [errorSchemaName]: buildErrorSchema() },
  }
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html */
function buildScheme(origin: string, scopes: Scopes): OpenapiSecurityScheme {
  const tokenUrl = `${origin}/oauth2/token`
  const authorizationCode = {
    authorizationUrl: `${origin}/oauth2/authorize`,
    tokenUrl,
    refreshUrl: tokenUrl,
    scopes,
  }
  const machineScopes = Object.entries(scopes).filter(([scope]) => scope.includes('/'))
  if (machineScopes.length === 0) return { type: 'oauth2', flows: { authorizationCode } }
  const clientCredentials = { tokenUrl, scopes: Object.fromEntries(machineScopes) }
  return { type: 'oauth2', flows: { authorizationCode, clientCredentials } }
}

function buildErrorSchema(): OpenapiErrorSchema {
  return {
    type: 'object',
    required: ['statusCode', 'code', 'error', 'message'],
    properties: {
      statusCode: { type: 'integer' },
      code: { type: 'string', enum: [...answerCodes] },
      error: { type: 'string' },
      message: { type: 'string' },
    },
  }
}
