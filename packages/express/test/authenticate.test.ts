import {
  ConfigurationError,
  createAuthenticator,
  ForbiddenError,
  getPrincipal,
  optionalAuth,
  requireAuth,
  requireGroup,
} from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import request from 'supertest'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expressVersions } from '../../../test/support/express.ts'
import { start } from '../../../test/support/http.ts'
import { withPollution } from '../../../test/support/pollution.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

afterEach(() => {
  vi.unstubAllEnvs()
})

function sendUser(req: Request, res: Response): void {
  res.json({ user: req.cognito?.userId ?? null })
}

describe.each(expressVersions)('requireAuth on $name', ({ createApp }) => {
  it('authenticates a single route', async () => {
    const app = createApp()
    app.get('/open', sendUser)
    app.get('/closed', requireAuth(pool.options), sendUser)
    await request(app).get('/open').expect(200, { user: null })
    await request(app).get('/closed').expect(401)
    await request(app)
      .get('/closed')
      .set('Authorization', pool.bearer({ sub: 'alice' }))
      .expect(200, { user: 'alice' })
  })

  it('authenticates a router, and no other one', async () => {
    const router = createApp.Router()
    router.use(requireAuth(pool.options))
    router.get('/', sendUser)
    const app = createApp()
    app.use('/closed', router)
    app.use('/open', sendUser)
    await request(app).get('/closed').expect(401)
    await request(app).get('/open').expect(200)
  })

  it('leaves routes in front of it open', async () => {
    const app = createApp()
    app.get('/health', sendUser)
    app.use(requireAuth(pool.options))
    await request(app).get('/health').set('Authorization', 'Bearer junk').expect(200, { user: null })
  })

  it('authenticates for guards in a mounted application', async () => {
    const inner = createApp()
    inner.get('/', requireGroup('admin'), sendUser)
    const app = createApp()
    app.use(requireAuth(pool.options), inner)
    const get = () => request(app).get('/')
    await get().set('Authorization', pool.bearer()).expect(403)
    await get()
      .set('Authorization', pool.bearer({ groups: ['admin'] }))
      .expect(200)
  })

  it('runs before the body is read', async () => {
    const app = createApp()
    app.use(requireAuth(pool.options), createApp.json())
    app.post('/', (req, res) => {
      res.json(req.body)
    })
    const post = () => request(app).post('/').set('Content-Type', 'application/json')
    await post().send('{"broken":').expect(401)
    await post().set('Authorization', pool.bearer()).send('{"broken":').expect(400)
    await post().set('Authorization', pool.bearer()).send('{"whole":1}').expect(200, { whole: 1 })
  })

  it('can serve several routes as one middleware', async () => {
    const auth = requireAuth(pool.options)
    const app = createApp()
    app.get('/one', auth, sendUser)
    app.get('/two', auth, sendUser)
    const users = ['alice', 'bob', 'carol', 'dave']
    const answers = await Promise.all(
      users.map((sub, index) =>
        request(app)
          .get(index % 2 ? '/one' : '/two')
          .set('Authorization', pool.bearer({ sub })),
      ),
    )
    expect(answers.map(({ body }) => body as unknown)).toEqual(users.map((user) => ({ user })))
  })
})

describe.each(expressVersions)('a factory that is used uncalled on $name', ({ createApp }) => {
  it.each([
    ['requireAuth', requireAuth],
    ['optionalAuth', optionalAuth],
  ])('lets no request through, and says how to call %s', async (name, factory) => {
    const reached = vi.fn<typeof sendUser>(sendUser)
    const errors: unknown[] = []
    const app = createApp()
    app.use(factory as unknown as RequestHandler)
    app.get('/', reached)
    app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
      errors.push(error)
      res.status(500).end()
    })
    await request(app).get('/').set('Authorization', pool.bearer()).expect(500)
    expect(reached).not.toHaveBeenCalled()
    expect(errors).toEqual([expect.any(ConfigurationError)])
    expect(errors[0]).toMatchObject({
      message: `${name} was handed a request instead of options. Call it: app.use(${name}()).`,
    })
  })

  it('says so at startup if it is handed the application', () => {
    expect(() => requireAuth(createApp() as never)).toThrow(
      'requireAuth was handed an application instead of options. Call it: app.use(requireAuth()).',
    )
  })
})

describe.each(expressVersions)('a wrapped authenticator on $name', ({ createApp }) => {
  it.each([undefined, null, 'route', 'router', new Error('No database')])(
    'lets no request through if it rejects with %j',
    async (reason) => {
      const authenticator = {
        ...createAuthenticator(pool.options),
        // oxlint-disable-next-line prefer-promise-reject-errors -- a wrapper may reject with anything
        authenticate: () => Promise.reject(reason),
      }
      const reached = vi.fn<typeof sendUser>(sendUser)
      const app = createApp()
      app.get('/', requireAuth({ authenticator }), reached)
      app.get('/optional', optionalAuth({ authenticator }), reached)
      app.use(requireAuth({ authenticator }), reached)
      const statuses = await Promise.all(
        ['/', '/optional', '/elsewhere'].map(async (path) => (await request(app).get(path)).status),
      )
      expect(statuses).toEqual([500, 500, 500])
      expect(reached).not.toHaveBeenCalled()
    },
  )
})

describe('requireAuth', () => {
  it('reads the environment', async () => {
    const server = await pool.listen()
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', `another, ${pool.clientId}`)
    vi.stubEnv('COGNITO_JWKS_URI', server.jwksUri)
    const app = express()
    app.use(requireAuth(), sendUser)
    vi.unstubAllEnvs()
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
    await server.close()
  })

  it('shares nothing with another middleware', async () => {
    const staff = await createTestUserPool({ userPoolId: 'us-east-1_Staff' })
    const app = express()
    app.get('/users', requireAuth(pool.options), sendUser)
    app.get('/staff', requireAuth(staff.options), sendUser)
    const get = (path: string, from: TestUserPool) =>
      request(app).get(path).set('Authorization', from.bearer())
    await get('/users', pool).expect(200)
    await get('/staff', staff).expect(200)
    await get('/users', staff).expect(401)
    await get('/staff', pool).expect(401)
  })

  it('accepts an existing authenticator', async () => {
    const authenticator = createAuthenticator({ ...pool.options, realm: 'orders' })
    const app = express()
    app.use(requireAuth({ authenticator }), sendUser)
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="orders"')
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
  })

  it('accepts an authenticator next to options that are undefined', () => {
    const authenticator = createAuthenticator(pool.options)
    expect(requireAuth({ authenticator, onRefused: undefined, logger: undefined })).toBeTypeOf('function')
  })
})

describe('a wrapped authenticator', () => {
  it('is called by its public method', async () => {
    const original = createAuthenticator(pool.options)
    const authenticate = vi.fn<typeof original.authenticate>((authorization) =>
      original.authenticate(authorization),
    )
    const app = express()
    app.use(requireAuth({ authenticator: { ...original, authenticate } }), sendUser)
    const authorization = pool.bearer({ sub: 'alice' })
    await request(app).get('/').set('Authorization', authorization).expect(200, { user: 'alice' })
    await request(app).get('/').expect(401)
    expect(authenticate.mock.calls).toEqual([[authorization], [undefined]])
  })

  it('decides: what it refuses stays refused', async () => {
    const original = createAuthenticator(pool.options)
    const authenticate = () => Promise.reject(new ForbiddenError())
    const app = express()
    app.use(optionalAuth({ authenticator: { ...original, authenticate } }), sendUser)
    await request(app).get('/').set('Authorization', pool.bearer()).expect(403)
  })

  it('answers with its own answer()', async () => {
    const original = createAuthenticator(pool.options)
    const answer: typeof original.answer = (error) => ({
      ...original.answer(error),
      headers: { 'WWW-Authenticate': 'Bearer realm="wrapped"' },
    })
    const app = express()
    app.use(requireAuth({ authenticator: { ...original, answer } }), sendUser)
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="wrapped"')
  })
})

describe('a polluted Object.prototype', () => {
  it('authenticates no request, and hides no token', async () => {
    const app = express()
    app.use(requireAuth(pool.options), sendUser)
    const running = await start(app)
    const authorization = pool.bearer({ sub: 'alice' })
    const replies = await withPollution({ authorization: pool.bearer({ sub: 'polluted' }) }, async () => [
      await running.send({ authorization: undefined }),
      await running.send({ authorization }),
    ])
    await running.close()
    expect(replies.map(({ status }) => status)).toEqual([401, 200])
    expect(replies[1]?.body).toBe('{"user":"alice"}')
  })
})

describe('optionalAuth', () => {
  it('accepts an existing authenticator', async () => {
    const app = express()
    app.use(optionalAuth({ authenticator: createAuthenticator(pool.options) }), sendUser)
    await request(app).get('/').expect(200, { user: null })
    await request(app).get('/').set('Authorization', 'Bearer junk').expect(401)
  })
})

describe('a second middleware for one request', () => {
  it('authenticates anew', async () => {
    const app = express()
    app.use(requireAuth(pool.options), requireAuth({ ...pool.options, userIdClaim: 'username' }), sendUser)
    await request(app)
      .get('/')
      .set('Authorization', pool.bearer({ sub: '1', username: 'alice' }))
      .expect(200, { user: 'alice' })
  })

  it('clears the principal before it authenticates', async () => {
    const seen: unknown[] = []
    const app = express()
    app.use(requireAuth(pool.options))
    app.use(
      requireAuth({
        ...pool.options,
        isRevoked: () => true,
        onRefused(error, req, res) {
          seen.push(req.cognito, error.code)
          expect(() => getPrincipal(req)).toThrow('A bearer token is required')
          res.end()
        },
      }),
    )
    await request(app).get('/').set('Authorization', pool.bearer()).expect(401)
    expect(seen).toEqual([undefined, 'token_revoked'])
  })

  it('makes the request anonymous for guards if it finds no credentials', async () => {
    const app = express()
    app.use(requireAuth(pool.options))
    app.use((req, _res, next) => {
      delete req.headers.authorization
      next()
    })
    app.use(optionalAuth({ ...pool.options, realm: 'second' }))
    app.get('/', sendUser)
    app.get('/admin', requireGroup('admin'), sendUser)
    const authorization = pool.bearer({ groups: ['admin'] })
    await request(app).get('/').set('Authorization', authorization).expect(200, { user: null })
    await request(app)
      .get('/admin')
      .set('Authorization', authorization)
      .expect(401)
      .expect('WWW-Authenticate', 'Bearer realm="second"')
  })

  it('gives guards its realm and its onRefused', async () => {
    const app = express()
    app.use(
      requireAuth({ ...pool.options, realm: 'first', onRefused: (_error, _req, res) => res.send('first') }),
    )
    app.use(
      requireAuth({ ...pool.options, realm: 'last', onRefused: (_error, _req, res) => res.send('last') }),
    )
    app.get('/', requireGroup('admin'), sendUser)
    await request(app).get('/').expect(401, 'first')
    await request(app)
      .get('/')
      .set('Authorization', pool.bearer())
      .expect(403, 'last')
      .expect('WWW-Authenticate', 'Bearer realm="last", error="insufficient_scope"')
  })
})

describe.each([
  ['requireAuth', requireAuth],
  ['optionalAuth', optionalAuth],
])('the options of %s', (_name, factory) => {
  const wrongOptions: readonly (readonly [string, () => object, option: string, message: string])[] = [
    [
      'a misspelt option',
      () => ({ ...pool.options, onRefuse: () => {} }),
      'onRefuse',
      'Did you mean to pass `onRefused`?',
    ],
    [
      'a misspelt option of verification',
      () => ({ ...pool.options, graceSecond: 5 }),
      'graceSecond',
      'Did you mean to pass `graceSeconds`?',
    ],
    ['a misspelt authenticator', () => ({ authentificator: {} }), 'authentificator', '`authenticator`'],
    [
      'an option of the Fastify plugin',
      () => ({ ...pool.options, routes: 'optional' }),
      'routes',
      'is not an option',
    ],
    [
      'onRefused that is not a function',
      () => ({ ...pool.options, onRefused: true }),
      'onRefused',
      'function',
    ],
    [
      'a logger without the methods of one',
      () => ({ ...pool.options, logger: console.log }),
      'logger',
      'It must be a pino logger',
    ],
    [
      'an object that is not an authenticator',
      () => ({ authenticator: {} }),
      'authenticator',
      'createAuthenticator()',
    ],
    ['null as authenticator', () => ({ authenticator: null }), 'authenticator', 'createAuthenticator()'],
    ...[
      ['a promise that was not awaited', () => Promise.resolve(pool.options)],
      ['a function', () => () => pool.options],
      ['an array', () => [pool.options]],
    ].map(
      ([what, options]) =>
        [`${String(what)} as options`, options, 'options', 'It must be an object'] as never,
    ),
    [
      'a logger without the methods of one next to an authenticator',
      () => ({ authenticator: createAuthenticator(pool.options), logger: {} }),
      'logger',
      'must be a pino logger',
    ],
    ...['userPoolId', 'clientId', 'jwks', 'realm', 'isRevoked', 'graceSeconds'].map(
      (name) =>
        [
          `${name} next to an authenticator`,
          () => ({ authenticator: createAuthenticator(pool.options), [name]: 'x' }),
          name,
          `${name} cannot be combined with authenticator`,
        ] as const,
    ),
  ]

  it.each(wrongOptions)('reject %s', (_what, options, option, message) => {
    const create = () => factory(options())
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(message)
    expect(create).toThrow(expect.objectContaining({ option }))
  })

  it('need a user pool', () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', '')
    expect(() => factory()).toThrow('userPoolId is missing')
  })

  it('need an app client', () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', '')
    expect(() => factory()).toThrow('clientId is missing')
  })

  it('are copied', async () => {
    const options = { ...pool.options, realm: 'before' }
    const app = express()
    app.use(requireAuth(options), sendUser)
    options.realm = 'after'
    options.clientId = 'another'
    await request(app).get('/').expect('WWW-Authenticate', 'Bearer realm="before"')
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
  })
})
