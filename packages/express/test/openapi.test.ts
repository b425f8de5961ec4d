import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  authorize,
  type Authenticator,
  ConfigurationError,
  createAuthenticator,
  getPrincipal,
  isAuthError,
  type Logger,
  requireGroup,
  requireScope,
  securityHandlers,
  securityOf,
} from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { ErrorRequestHandler, Express, Request, RequestHandler } from 'express'
import request from 'supertest'
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { expressVersions } from '../../../test/support/express.ts'
import { start } from '../../../test/support/http.ts'

let pool: TestUserPool
let authenticator: Authenticator

beforeAll(async () => {
  pool = await createTestUserPool()
  authenticator = createAuthenticator({ ...pool.options, realm: 'orders' })
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/**
 * Calls the handlers as express-openapi-validator does: each requirement is an alternative, `undefined` stands for an
 * anonymous one, and of a refusal only the status goes on.
 */
function validate(auth: Authenticator, ...requirements: (string[] | undefined)[]): RequestHandler {
  const { cognito } = securityHandlers(auth)
  return async function validator(req, _res, next) {
    const results = await Promise.allSettled(
      requirements.map((scopes) => (scopes === undefined ? Promise.resolve(true) : cognito(req, scopes))),
    )
    if (results.some(({ status }) => status === 'fulfilled')) return next()
    const [first] = results
    const { status = 401 } = first?.status === 'rejected' ? first.reason : {}
    next(Object.assign(new Error('unauthorized'), { status }))
  }
}

const sendStatus: ErrorRequestHandler = (error, _req, res, _next) => {
  res.status(error.status ?? 500).json({ isOurs: isAuthError(error) })
}

const showUser: RequestHandler = (req, res) => {
  res.json({ userId: req.cognito?.userId ?? null })
}

const bearer = 'Bearer realm="orders"'
const insufficient = `${bearer}, error="insufficient_scope"`

describe('securityOf', () => {
  it('reads the middleware', () => {
    expect(securityOf(requireGroup('admin'))).toEqual({ groups: [['admin']] })
    expect(securityOf(requireScope('orders/read'))).toEqual({ scopes: [['orders/read']] })
    expect(securityOf(authorize(() => true))).toBeUndefined()
  })
})

describe.each(expressVersions)('securityHandlers on $name', ({ createApp }) => {
  function createApi(auth: Authenticator, ...requirements: (string[] | undefined)[]): Express {
    const app = createApp()
    app.use(validate(auth, ...requirements))
    app.get('/principal', (req, res) => void res.json({ userId: getPrincipal(req).userId }))
    app.get('/admin', requireGroup('admin'), showUser)
    app.use(showUser, sendStatus)
    return app
  }

  function send(app: Express, authorization?: string, path = '/') {
    const sent = request(app).get(path)
    return authorization === undefined ? sent : sent.set('Authorization', authorization)
  }

  it.each<[string, (string[] | undefined)[], string[]]>([
    ['a token', [[]], []],
    ['a scope', [['a']], ['a']],
    ['several scopes', [['a', 'b']], ['b', 'a']],
    ['the first alternative', [['a'], ['b']], ['a']],
    ['the last alternative', [['a'], ['b']], ['b']],
    ['a token where it is optional', [[], undefined], []],
  ])('lets %s pass', async (_, requirements, scopes) => {
    const authorization = pool.bearer({ sub: 'alice', scopes })
    const { status, body, headers } = await send(createApi(authenticator, ...requirements), authorization)
    expect({ status, body }).toEqual({ status: 200, body: { userId: 'alice' } })
    expect(headers).not.toHaveProperty('www-authenticate')
  })

  it('opens a session, on which getPrincipal() and guards rely', async () => {
    const app = createApi(authenticator, [])
    const admin = pool.bearer({ sub: 'alice', groups: ['admin'] })
    expect((await send(app, admin, '/principal')).body).toEqual({ userId: 'alice' })
    expect((await send(app, admin, '/admin')).status).toBe(200)
    const { status, headers } = await send(app, pool.bearer(), '/admin')
    expect({ status, challenge: headers['www-authenticate'] }).toEqual({
      status: 403,
      challenge: insufficient,
    })
  })

  it('leaves no trace of a missing token where it is optional', async () => {
    const { status, body, headers } = await send(createApi(authenticator, ['a'], undefined))
    expect({ status, body }).toEqual({ status: 200, body: { userId: null } })
    expect(headers).not.toHaveProperty('www-authenticate')
    expect(headers).not.toHaveProperty('cache-control')
  })

  it.each<[string, (string[] | undefined)[], string | undefined, number, string]>([
    ['a missing token', [['a']], undefined, 401, bearer],
    ['a missing token, with alternatives', [['a'], ['b']], undefined, 401, bearer],
    ['another scheme', [[]], 'Basic YTpi', 401, bearer],
    ['a missing scope', [['a', 'b']], 'a', 403, `${insufficient}, scope="a b"`],
    ['a missing scope of each alternative', [['b'], ['c']], 'a', 403, `${insufficient}, scope="b"`],
  ])('refuses %s', async (_, requirements, credentials, statusCode, challenge) => {
    const authorization = credentials === 'a' ? pool.bearer({ scopes: ['a'] }) : credentials
    const { status, headers } = await send(createApi(authenticator, ...requirements), authorization)
    expect({ status, challenge: headers['www-authenticate'] }).toEqual({ status: statusCode, challenge })
    expect(headers['cache-control']).toBe('no-store')
  })

  it.each<[string, (string[] | undefined)[]]>([
    ['required', [[]]],
    ['optional', [[], undefined]],
    ['required by several alternatives', [['a'], ['b'], []]],
  ])(
    'passes the error for an invalid token to the application once, where it is %s',
    async (_, requirements) => {
      const app = createApi(authenticator, ...requirements)
      const expired = await send(app, pool.bearer({ expiresInSeconds: -1 }))
      expect(expired.status).toBe(401)
      expect(expired.body).toEqual({ isOurs: true })
      expect(expired.headers).toMatchObject({
        'www-authenticate': `${bearer}, error="invalid_token"`,
        'cache-control': 'no-store',
      })
      const malformed = await send(app, 'Bearer a b')
      expect(malformed.status).toBe(400)
      expect(malformed.headers['www-authenticate']).toBe(`${bearer}, error="invalid_request"`)
    },
  )

  it.each<[string, (string[] | undefined)[]]>([
    ['required', [[]]],
    ['optional', [[], undefined]],
  ])('passes an unexpected error to the application, where a token is %s', async (_, requirements) => {
    const isRevoked = (): boolean => {
      throw new Error('Out of order')
    }
    const app = createApi(createAuthenticator({ ...pool.options, isRevoked }), ...requirements)
    const { status, body, headers } = await send(app, pool.bearer())
    expect({ status, body }).toEqual({ status: 500, body: { isOurs: false } })
    expect(headers).not.toHaveProperty('www-authenticate')
  })

  it('logs a refusal once, and nothing else', async () => {
    const logger: Logger = { info: vi.fn<Logger['info']>(), warn: vi.fn<Logger['warn']>() }
    const app = createApi(createAuthenticator({ ...pool.options, logger }), ['a'], ['b'])
    await send(app)
    expect(logger.info).toHaveBeenCalledTimes(1)
    expect(logger.info).toHaveBeenLastCalledWith(
      expect.objectContaining({ reason: 'no_credentials' }),
      'request refused',
    )
    await send(app, pool.bearer({ expiresInSeconds: -1 }))
    expect(logger.info).toHaveBeenCalledTimes(2)
    expect(logger.info).toHaveBeenLastCalledWith(
      expect.objectContaining({ reason: 'expired' }),
      'request refused',
    )
    await send(app, pool.bearer({ scopes: ['b'] }))
    expect(logger.info).toHaveBeenCalledTimes(2)
  })

  it('does not put its challenge on another status', async () => {
    const app = createApp()
    app.use(validate(authenticator, ['a'], undefined))
    app.use((_req, res) => void res.status(404).json({}))
    const { status, headers } = await send(app)
    expect(status).toBe(404)
    expect(headers).not.toHaveProperty('www-authenticate')
  })

  it('leaves a response of a route alone that another alternative let the request reach', async () => {
    const logger: Logger = { info: vi.fn<Logger['info']>(), warn: vi.fn<Logger['warn']>() }
    const app = createApp()
    app.use(validate(createAuthenticator({ ...pool.options, logger }), ['a'], undefined))
    app.get('/', (_req, res) => void res.status(403).json({}))
    const { status, headers } = await send(app, pool.bearer())
    expect(status).toBe(403)
    expect(headers).not.toHaveProperty('www-authenticate')
    expect(logger.info).not.toHaveBeenCalled()
  })

  it('keeps a challenge of the application', async () => {
    const app = createApp()
    app.use(validate(authenticator, []))
    app.use(((_error, _req, res, _next) => {
      res.status(401).set('WWW-Authenticate', 'Basic').json({})
    }) satisfies ErrorRequestHandler)
    expect((await send(app)).headers['www-authenticate']).toBe('Basic')
  })
})

describe('securityHandlers', () => {
  it.each([undefined, null, {}, 'authenticator'])('rejects %j instead of an authenticator', (value) => {
    vi.stubEnv('COGNITO_USER_POOL_ID', 'us-east-1_EXAMPLE1')
    vi.stubEnv('COGNITO_CLIENT_ID', 'client')
    const create = () => securityHandlers(value as object as Authenticator)
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(/^authenticator is .*\. It must be what createAuthenticator\(\) returns\.$/)
  })

  it('rejects with the error on a server that is not Express', async () => {
    const { cognito } = securityHandlers(authenticator)
    async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
      const [result] = await Promise.allSettled([cognito(req as Request, ['a'])])
      res.end(result.status === 'fulfilled' ? String(result.value) : result.reason.code)
    }
    const server = await start((req, res) => void answer(req, res))
    onTestFinished(() => server.close())
    const bodyFor = async (authorization?: string) => (await server.send({ authorization })).body
    expect(await bodyFor(pool.bearer({ scopes: ['a'] }))).toBe('true')
    expect(await bodyFor(pool.bearer())).toBe('forbidden')
    expect(await bodyFor()).toBe('credentials_missing')
    expect(await bodyFor(pool.bearer({ expiresInSeconds: -1 }))).toBe('token_expired')
  })
})
