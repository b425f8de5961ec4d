import {
  ConfigurationError,
  createAuthenticator,
  getPrincipal,
  optionalAuth,
  requireAuth,
  requireGroup,
} from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type Request, type Response } from 'express'
import request from 'supertest'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expressVersions } from '../../../test/support/express.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

afterEach(() => {
  vi.unstubAllEnvs()
})

function tellUser(req: Request, res: Response): void {
  res.json({ user: req.cognito?.userId ?? null })
}

describe.each(expressVersions)('requireAuth on $name', ({ createApp }) => {
  it('authenticates a single route', async () => {
    const app = createApp()
    app.get('/open', tellUser)
    app.get('/closed', requireAuth(pool.options), tellUser)
    await request(app).get('/open').expect(200, { user: null })
    await request(app).get('/closed').expect(401)
    await request(app)
      .get('/closed')
      .set('Authorization', pool.bearer({ sub: 'alice' }))
      .expect(200, { user: 'alice' })
  })

  it('authenticates a router, and leaves its neighbours alone', async () => {
    const router = createApp.Router()
    router.use(requireAuth(pool.options))
    router.get('/', tellUser)
    const app = createApp()
    app.use('/closed', router)
    app.use('/open', tellUser)
    await request(app).get('/closed').expect(401)
    await request(app).get('/open').expect(200)
  })

  it('leaves routes open that stand in front of it', async () => {
    const app = createApp()
    app.get('/health', tellUser)
    app.use(requireAuth(pool.options))
    await request(app).get('/health').set('Authorization', 'Bearer junk').expect(200, { user: null })
  })

  it('holds for guards in a mounted application', async () => {
    const inner = createApp()
    inner.get('/', requireGroup('admin'), tellUser)
    const app = createApp()
    app.use(requireAuth(pool.options), inner)
    const get = () => request(app).get('/')
    await get().set('Authorization', pool.bearer()).expect(403)
    await get()
      .set('Authorization', pool.bearer({ groups: ['admin'] }))
      .expect(200)
  })

  it('leaves the body to whoever reads it', async () => {
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

  it('serves many routes at once as one middleware', async () => {
    const auth = requireAuth(pool.options)
    const app = createApp()
    app.get('/one', auth, tellUser)
    app.get('/two', auth, tellUser)
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

describe.each(expressVersions)('an authenticator of your own making on $name', ({ createApp }) => {
  it.each([undefined, null, 'route', 'router', new Error('No database')])(
    'lets nobody through when it rejects with %j',
    async (reason) => {
      const authenticator = {
        ...createAuthenticator(pool.options),
        // oxlint-disable-next-line prefer-promise-reject-errors -- what is tested are reasons that are no errors
        authenticate: () => Promise.reject(reason),
      }
      const reached = vi.fn<typeof tellUser>(tellUser)
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
  it('is configured by the environment', async () => {
    const server = await pool.listen()
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', `another, ${pool.clientId}`)
    vi.stubEnv('COGNITO_JWKS_URI', server.jwksUri)
    const app = express()
    app.use(requireAuth(), tellUser)
    vi.unstubAllEnvs()
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
    await server.close()
  })

  it('shares nothing with what another call returned', async () => {
    const staff = await createTestUserPool({ userPoolId: 'us-east-1_Staff' })
    const app = express()
    app.get('/users', requireAuth(pool.options), tellUser)
    app.get('/staff', requireAuth(staff.options), tellUser)
    const get = (path: string, from: TestUserPool) =>
      request(app).get(path).set('Authorization', from.bearer())
    await get('/users', pool).expect(200)
    await get('/staff', staff).expect(200)
    await get('/users', staff).expect(401)
    await get('/staff', pool).expect(401)
  })

  it('takes an authenticator that was made elsewhere', async () => {
    const authenticator = createAuthenticator({ ...pool.options, realm: 'orders' })
    const app = express()
    app.use(requireAuth({ authenticator }), tellUser)
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="orders"')
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
  })

  it('takes an authenticator beside options that are undefined', () => {
    const authenticator = createAuthenticator(pool.options)
    expect(requireAuth({ authenticator, onRefused: undefined, logger: undefined })).toBeTypeOf('function')
  })
})

describe('optionalAuth', () => {
  it('takes an authenticator that was made elsewhere', async () => {
    const app = express()
    app.use(optionalAuth({ authenticator: createAuthenticator(pool.options) }), tellUser)
    await request(app).get('/').expect(200, { user: null })
    await request(app).get('/').set('Authorization', 'Bearer junk').expect(401)
  })
})

describe('a second authentication of one request', () => {
  it('decides anew', async () => {
    const app = express()
    app.use(requireAuth(pool.options), requireAuth({ ...pool.options, userIdClaim: 'username' }), tellUser)
    await request(app)
      .get('/')
      .set('Authorization', pool.bearer({ sub: '1', username: 'alice' }))
      .expect(200, { user: 'alice' })
  })

  it('clears the principal before it decides', async () => {
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

  it('leaves guards with nobody when it has found nobody', async () => {
    const app = express()
    app.use(requireAuth(pool.options))
    app.use((req, _res, next) => {
      delete req.headers.authorization
      next()
    })
    app.use(optionalAuth({ ...pool.options, realm: 'second' }))
    app.get('/', tellUser)
    app.get('/admin', requireGroup('admin'), tellUser)
    const authorization = pool.bearer({ groups: ['admin'] })
    await request(app).get('/').set('Authorization', authorization).expect(200, { user: null })
    await request(app)
      .get('/admin')
      .set('Authorization', authorization)
      .expect(401)
      .expect('WWW-Authenticate', 'Bearer realm="second"')
  })

  it('lends guards its realm and its onRefused', async () => {
    const app = express()
    app.use(
      requireAuth({ ...pool.options, realm: 'first', onRefused: (_error, _req, res) => res.send('first') }),
    )
    app.use(
      requireAuth({ ...pool.options, realm: 'last', onRefused: (_error, _req, res) => res.send('last') }),
    )
    app.get('/', requireGroup('admin'), tellUser)
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
])('set-up of %s', (_name, factory) => {
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
    ['onRefused that is no function', () => ({ ...pool.options, onRefused: true }), 'onRefused', 'function'],
    [
      'a logger that is none',
      () => ({ ...pool.options, logger: console.log }),
      'logger',
      'It must be a pino logger',
    ],
    [
      'an authenticator that is none',
      () => ({ authenticator: {} }),
      'authenticator',
      'createAuthenticator()',
    ],
    ['null for an authenticator', () => ({ authenticator: null }), 'authenticator', 'createAuthenticator()'],
    ...[
      ['a promise that nobody awaited', () => Promise.resolve(pool.options)],
      ['a function', () => () => pool.options],
      ['an array', () => [pool.options]],
    ].map(
      ([what, options]) =>
        [`${String(what)} for options`, options, 'options', 'It must be an object'] as never,
    ),
    [
      'a logger beside an authenticator that is none',
      () => ({ authenticator: createAuthenticator(pool.options), logger: {} }),
      'logger',
      'must be a pino logger',
    ],
    ...['userPoolId', 'clientId', 'jwks', 'realm', 'isRevoked', 'graceSeconds'].map(
      (name) =>
        [
          `${name} beside an authenticator`,
          () => ({ authenticator: createAuthenticator(pool.options), [name]: 'x' }),
          name,
          `${name} cannot stand beside authenticator`,
        ] as const,
    ),
  ]

  it.each(wrongOptions)('refuses %s', (_what, options, option, message) => {
    const create = () => factory(options())
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(message)
    expect(create).toThrow(expect.objectContaining({ option }))
  })

  it('refuses to guess a user pool', () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', '')
    expect(() => factory()).toThrow('userPoolId is missing')
  })

  it('refuses to guess an app client', () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', '')
    expect(() => factory()).toThrow('clientId is missing')
  })

  it('copies the options', async () => {
    const options = { ...pool.options, realm: 'before' }
    const app = express()
    app.use(requireAuth(options), tellUser)
    options.realm = 'after'
    options.clientId = 'another'
    await request(app).get('/').expect('WWW-Authenticate', 'Bearer realm="before"')
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
  })
})
