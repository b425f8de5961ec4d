import {
  allOf,
  anyOf,
  authorize,
  cognitoAuth,
  hasScope,
  inGroup,
  openapiComponents,
  openapiTransform,
  requireAnyGroup,
  requireAnyScope,
  requireAllScopes,
  requireGroup,
  requireScope,
} from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance } from 'fastify'
import type { OpenAPIV3_1 } from 'openapi-types'
import { beforeAll, describe, expect, it } from 'vitest'
import { mistakesIn } from './support/validate.ts'

const pool = await createTestUserPool()
const { securitySchemes, schemas } = openapiComponents({
  domain: 'auth.example.com',
  scopes: ['openid', 'orders/read', 'orders/write', 'orders/delete'],
})
const apiKey = { type: 'apiKey', name: 'X-Api-Key', in: 'header' } as const
const components = { securitySchemes: { ...securitySchemes, apiKey }, schemas }

const swaggerOptions = (openapi: string) => ({
  openapi: { openapi, info: { title: 'Orders', version: '1.0.0' }, components },
  transform: openapiTransform(),
})

/** Registers both plugins, in the order under test. */
type Register = (app: FastifyInstance, version: string) => Promise<void>

const orders: readonly { order: string; register: Register }[] = [
  {
    order: '@fastify/swagger in front of cognitoAuth',
    async register(app, version) {
      await app.register(swagger, swaggerOptions(version))
      await app.register(cognitoAuth, { ...pool.options, openapi: true })
    },
  },
  {
    order: 'cognitoAuth in front of @fastify/swagger',
    async register(app, version) {
      await app.register(cognitoAuth, { ...pool.options, openapi: true })
      await app.register(swagger, swaggerOptions(version))
    },
  },
]

const cases = orders.flatMap(({ order, register }) => [
  { order, register, version: '3.0.3' },
  { order, register, version: '3.1.0' },
])

describe.each(cases)('With $order, the OpenAPI $version document', ({ register, version }) => {
  let app: FastifyInstance
  let document: OpenAPIV3_1.Document

  beforeAll(async () => {
    app = Fastify()
    await register(app, version)
    addRoutes(app)
    await app.ready()
    document = app.swagger() as OpenAPIV3_1.Document
    return () => app.close()
  })

  it('is valid', async () => {
    expect(await mistakesIn(document)).toEqual([])
  })

  it.each([
    ['/plain', [{ cognito: [] }]],
    ['/open', []],
    ['/optional', [{ cognito: [] }, {}]],
    ['/scope', [{ cognito: ['orders/read'] }]],
    ['/any-scope', [{ cognito: ['orders/read'] }, { cognito: ['orders/write'] }]],
    ['/all-scopes', [{ cognito: ['orders/read', 'orders/write'] }]],
    [
      '/several-guards',
      [{ cognito: ['orders/read', 'orders/delete'] }, { cognito: ['orders/write', 'orders/delete'] }],
    ],
    ['/core-guard', [{ cognito: ['orders/read'] }]],
    ['/either-kind', [{ cognito: [] }]],
    ['/own-check', [{ cognito: [] }]],
    ['/own-security', [{ apiKey: [] }]],
  ])('names the scopes of %s', (path, security) => {
    expect(document.paths?.[path]?.get?.security).toEqual(security)
  })

  it.each([
    ['/plain', undefined],
    ['/group', [['admin']]],
    ['/any-group', [['admin'], ['editor']]],
    ['/core-guard', [['admin']]],
    ['/either-kind', undefined],
  ])('names the groups of %s', (path, groups) => {
    const operation: object = document.paths?.[path]?.get ?? {}
    expect(Object.entries(operation).find(([name]) => name === 'x-cognito-groups')?.[1]).toEqual(groups)
  })

  it('describes refusals where a token is needed', () => {
    const { responses = {} } = document.paths?.['/scope']?.get ?? {}
    expect(Object.keys(responses)).toEqual(['200', '401', '403', '503'])
    expect(responses['401']).toEqual({
      description: 'The token is missing, invalid, expired or revoked',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/AuthError' } } },
    })
  })

  it.each(['/open', '/own-security'])('describes no refusals of %s', (path) => {
    expect(document.paths?.[path]?.get?.responses).toEqual({ 200: { description: 'Default Response' } })
  })

  it('keeps the responses that a route describes', () => {
    const { responses = {} } = document.paths?.['/described']?.get ?? {}
    expect(Object.keys(responses)).toEqual(['200', '401', '403', '503'])
    expect(responses['403']).toMatchObject({ description: 'Not yours' })
  })

  it('leaves requests and responses as they are', async () => {
    const send = (url: string, authorization?: string) =>
      app.inject({ url, headers: authorization === undefined ? {} : { authorization } })
    expect((await send('/scope')).json()).toEqual({
      statusCode: 401,
      code: 'credentials_missing',
      error: 'Unauthorized',
      message: 'A bearer token is required',
    })
    expect((await send('/scope', pool.bearer())).statusCode).toBe(403)
    expect((await send('/scope', pool.bearer({ scopes: ['orders/read'] }))).statusCode).toBe(200)
    expect((await send('/own-security')).statusCode).toBe(401)
  })
})

function addRoutes(app: FastifyInstance): void {
  const handler = () => ({ id: 1 })
  app.get('/plain', handler)
  app.get('/open', { config: { cognito: false } }, handler)
  app.get('/optional', { config: { cognito: 'optional' } }, handler)
  app.get('/scope', { onRequest: requireScope('orders/read') }, handler)
  app.get('/any-scope', { onRequest: requireAnyScope('orders/read', 'orders/write') }, handler)
  app.get('/all-scopes', { onRequest: requireAllScopes('orders/read', 'orders/write') }, handler)
  app.get(
    '/several-guards',
    {
      onRequest: requireAnyScope('orders/read', 'orders/write'),
      preHandler: [requireScope('orders/delete')],
    },
    handler,
  )
  app.get('/core-guard', { onRequest: authorize(allOf(inGroup('admin'), hasScope('orders/read'))) }, handler)
  app.get('/either-kind', { onRequest: authorize(anyOf(inGroup('admin'), hasScope('orders/read'))) }, handler)
  app.get('/own-check', { onRequest: authorize(({ userId }) => userId === 'alice') }, handler)
  app.get('/group', { onRequest: requireGroup('admin') }, handler)
  app.get('/any-group', { onRequest: requireAnyGroup('admin', 'editor') }, handler)
  app.get('/own-security', { schema: { security: [{ apiKey: [] }] } }, handler)
  app.get(
    '/described',
    {
      schema: {
        response: {
          200: { type: 'object', properties: { id: { type: 'integer' } } },
          403: { description: 'Not yours', type: 'object', properties: { code: { type: 'string' } } },
        },
      },
    },
    handler,
  )
}
