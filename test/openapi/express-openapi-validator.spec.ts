import type { RequestListener } from 'node:http'
import {
  createAuthenticator,
  getPrincipal,
  isAuthError,
  openapiComponents,
  requireGroup,
  securityHandlers,
  sendAuthError,
} from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import express4 from 'express4'
import * as OpenApiValidator from 'express-openapi-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Reply, type RunningServer, start } from '../support/http.ts'
import { mistakesIn } from './support/validate.ts'

const pool = await createTestUserPool()
const authenticator = createAuthenticator({ ...pool.options, realm: 'orders' })

const { securitySchemes, schemas } = openapiComponents({
  domain: 'auth.example.com',
  scopes: ['orders/read'],
})
const apiKey = { type: 'apiKey', name: 'X-Api-Key', in: 'header' } as const

/** The security of each operation. */
const securities = {
  '/inherited': undefined,
  '/open': [],
  '/signed-in': [{ cognito: [] }],
  '/optional': [{ cognito: [] }, {}],
  '/scope': [{ cognito: ['orders/read'] }],
  '/all-scopes': [{ cognito: ['orders/read', 'orders/write'] }],
  '/any-scope': [{ cognito: ['orders/read'] }, { cognito: ['orders/write'] }],
  '/or-key': [{ cognito: ['orders/read'] }, { apiKey: [] }],
  '/guarded': [{ cognito: [] }],
  '/open-but-guarded': [],
}

const apiSpec = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1.0.0' },
  components: { securitySchemes: { ...securitySchemes, apiKey }, schemas: { ...schemas } },
  security: [{ cognito: [] }],
  paths: Object.fromEntries(
    Object.entries(securities).map(([path, security]) => [
      path,
      { get: { ...(security && { security }), responses: { 200: { description: 'It worked' } } } },
    ]),
  ),
}

/** Sends what an application sends for every error. */
const sendError: ErrorRequestHandler = (error, _req, res, _next) => {
  if (isAuthError(error)) sendAuthError(res, error)
  else res.status(error.status ?? 500).json({ message: error.message })
}

const showPrincipal: RequestHandler = (req, res) => {
  res.json({ userId: req.cognito?.userId ?? null })
}

function createApp(create: typeof express, auth = authenticator): RequestListener {
  const app = create()
  const handlers = { ...securityHandlers(auth), apiKey: (req: { headers: object }) => hasKey(req) }
  app.use(
    OpenApiValidator.middleware({
      apiSpec: structuredClone(apiSpec) as never,
      validateRequests: true,
      validateSecurity: { handlers },
    }),
  )
  app.get(['/guarded', '/open-but-guarded'], requireGroup('admin'))
  app.get('/signed-in', (req, res) => res.json({ userId: getPrincipal(req).userId }))
  app.use(showPrincipal)
  app.use(sendError)
  return app
}

function hasKey({ headers }: { headers: object }): boolean {
  return 'x-api-key' in headers
}

const bearer = 'Bearer realm="orders"'
const user = pool.bearer({ sub: 'alice' })
const reader = pool.bearer({ sub: 'alice', scopes: ['orders/read'] })
const writer = pool.bearer({ sub: 'alice', scopes: ['orders/write'] })
const admin = pool.bearer({ sub: 'alice', groups: ['admin'] })
const expired = pool.bearer({ expiresInSeconds: -1 })

it('reads a valid document', async () => {
  expect(await mistakesIn(apiSpec)).toEqual([])
})

describe.each([
  ['Express 5', express],
  ['Express 4', express4],
])('express-openapi-validator on %s', (_name, create) => {
  let api: RunningServer

  beforeAll(async () => {
    api = await start(createApp(create))
  })

  afterAll(() => api.close())

  it.each([
    ['/signed-in', user, 'alice'],
    ['/inherited', user, 'alice'],
    ['/open', undefined, null],
    ['/optional', undefined, null],
    ['/optional', user, 'alice'],
    ['/optional', 'Basic YTpi', null],
    ['/scope', reader, 'alice'],
    ['/any-scope', reader, 'alice'],
    ['/any-scope', writer, 'alice'],
    ['/all-scopes', pool.bearer({ sub: 'alice', scopes: ['orders/read', 'orders/write'] }), 'alice'],
    ['/or-key', reader, 'alice'],
    ['/guarded', admin, 'alice'],
  ])('lets a request for %s pass', async (path, authorization, userId) => {
    const { status, headers, body } = await api.send({ path, authorization })
    expect({ status, body: JSON.parse(body) }).toEqual({ status: 200, body: { userId } })
    expect(headers).not.toHaveProperty('www-authenticate')
    expect(headers).not.toHaveProperty('cache-control')
  })

  it.each([
    ['/signed-in', undefined, 401, bearer],
    ['/inherited', undefined, 401, bearer],
    ['/signed-in', 'Basic YTpi', 401, bearer],
    ['/scope', undefined, 401, bearer],
    ['/any-scope', undefined, 401, bearer],
    ['/signed-in', 'Bearer a b', 400, `${bearer}, error="invalid_request"`],
    ['/signed-in', expired, 401, `${bearer}, error="invalid_token"`],
    ['/any-scope', expired, 401, `${bearer}, error="invalid_token"`],
    ['/optional', expired, 401, `${bearer}, error="invalid_token"`],
    ['/optional', `Bearer ${pool.idToken()}`, 401, `${bearer}, error="invalid_token"`],
    ['/scope', user, 403, `${bearer}, error="insufficient_scope", scope="orders/read"`],
    ['/all-scopes', reader, 403, `${bearer}, error="insufficient_scope", scope="orders/read orders/write"`],
    ['/any-scope', user, 403, `${bearer}, error="insufficient_scope", scope="orders/read"`],
    ['/guarded', user, 403, `${bearer}, error="insufficient_scope"`],
    ['/open-but-guarded', admin, 401, 'Bearer realm="api"'],
  ])('refuses a request for %s', async (path, authorization, status, challenge) => {
    expect(summaryOf(await api.send({ path, authorization }))).toEqual({
      status,
      challenge,
      cache: 'no-store',
    })
  })

  it('takes an API key instead of a missing token, but not instead of an invalid one', async () => {
    const send = async (authorization: string | undefined) => {
      const headers = { 'X-Api-Key': 'key', ...(authorization !== undefined && { authorization }) }
      const { status, headers: received } = await fetch(`${api.origin}/or-key`, { headers })
      return { status, challenge: received.get('www-authenticate') }
    }
    expect(await send(undefined)).toEqual({ status: 200, challenge: null })
    expect(await send(user)).toEqual({ status: 200, challenge: null })
    expect(await send(expired)).toEqual({ status: 401, challenge: `${bearer}, error="invalid_token"` })
  })

  it('refuses with the answer of the package if the application sends it', async () => {
    const { body } = await api.send({ path: '/signed-in', authorization: expired })
    expect(JSON.parse(body)).toMatchObject({ statusCode: 401, code: 'token_expired' })
  })
})

describe('Without signing keys, express-openapi-validator', () => {
  it.each(['/signed-in', '/optional', '/any-scope'])('answers 503 for %s', async (path) => {
    const keys = { fetch: () => Promise.reject(new Error('No network')) }
    const { userPoolId, clientId } = pool.options
    const auth = createAuthenticator({ userPoolId, clientId, keys })
    const api = await start(createApp(express, auth))
    const { status, headers } = await api.send({ path, authorization: user })
    await api.close()
    expect(status).toBe(503)
    expect(headers).toMatchObject({ 'retry-after': expect.stringMatching(/^\d+$/) })
  })

  it('answers 500 if a callback of the application throws', async () => {
    const isRevoked = () => {
      throw new Error('Out of order')
    }
    const api = await start(createApp(express, createAuthenticator({ ...pool.options, isRevoked })))
    const answers = await Promise.all(
      ['/signed-in', '/optional'].map((path) => api.send({ path, authorization: user })),
    )
    await api.close()
    expect(answers.map(({ status }) => status)).toEqual([500, 500])
  })
})

function summaryOf({ status, headers }: Reply): object {
  return { status, challenge: headers['www-authenticate'], cache: headers['cache-control'] }
}
