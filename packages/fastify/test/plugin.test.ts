import { connect } from 'node:http2'
import type * as adapter from '@cognito-auth/fastify'
import cognitoAuth, {
  authorize,
  cognitoAuth as named,
  ConfigurationError,
  createAuthenticator,
  type FastifyAuthOptions,
  ForbiddenError,
  requireGroup,
  type RouteMode,
} from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { originOf, send } from '../../../test/support/http.ts'
import { startJwksServer } from '../../../test/support/jwks-server.ts'
import { levels, memoryLog } from '../../../test/support/log.ts'
import { withPollution } from '../../../test/support/pollution.ts'
import { loadSecondCopy } from '../../../test/support/second-copy.ts'

let pool: TestUserPool
let app: FastifyInstance

beforeAll(async () => {
  pool = await createTestUserPool()
})

beforeEach(() => {
  app = Fastify()
})

afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await app.close()
})

function sendUser({ cognito }: FastifyRequest): Promise<object> {
  return Promise.resolve({ user: cognito === undefined ? 'undecorated' : (cognito?.userId ?? null) })
}

/** Statuses without a token, with an invalid one and with a valid one. */
async function statuses(url: string, authorization = pool.bearer()): Promise<readonly number[]> {
  const answers = await Promise.all([
    app.inject(url),
    app.inject({ url, headers: { authorization: 'Bearer junk' } }),
    app.inject({ url, headers: { authorization } }),
  ])
  return answers.map(({ statusCode }) => statusCode)
}

const required = [401, 401, 200]
const optional = [200, 401, 200]
const open = [200, 200, 200]

describe('cognitoAuth', () => {
  it('is the default export and a named export', () => {
    expect(cognitoAuth).toBe(named)
  })

  it('covers routes that are declared after it, without an await', async () => {
    void app.register(cognitoAuth, pool.options)
    app.get('/', sendUser)
    expect(await statuses('/')).toEqual(required)
  })

  it('covers routes of inner scopes, also if those were registered earlier', async () => {
    void app.register((scope, _options, done) => {
      scope.get('/earlier', sendUser)
      done()
    })
    void app.register(cognitoAuth, pool.options)
    void app.register((scope, _options, done) => {
      scope.get('/later', sendUser)
      done()
    })
    expect(await statuses('/later')).toEqual(required)
    expect(await statuses('/earlier')).toEqual(required)
  })

  it('reads the environment', async () => {
    const server = await pool.listen()
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', pool.clientId)
    vi.stubEnv('COGNITO_JWKS_URI', server.jwksUri)
    await app.register(cognitoAuth)
    app.get('/', sendUser)
    expect(await statuses('/')).toEqual(required)
    await server.close()
  })

  it('accepts an existing authenticator', async () => {
    const authenticator = createAuthenticator({ ...pool.options, realm: 'orders' })
    await app.register(cognitoAuth, { authenticator, routes: 'optional' })
    app.get('/', sendUser)
    expect(await statuses('/')).toEqual(optional)
    expect(app.cognito).toBe(authenticator)
    const { headers } = await app.inject({ url: '/', headers: { authorization: 'Bearer junk' } })
    expect(headers['www-authenticate']).toBe('Bearer realm="orders", error="invalid_token"')
  })

  it('decorates the instance with the authenticator', async () => {
    await app.register(cognitoAuth, pool.options)
    await expect(app.cognito.verify(pool.accessToken({ sub: 'alice' }))).resolves.toMatchObject({
      userId: 'alice',
    })
    await expect(app.cognito.ready()).resolves.toBeUndefined()
  })

  it('accepts the other options of register', async () => {
    await app.register(cognitoAuth, { ...pool.options, logLevel: 'warn' })
    app.get('/', sendUser)
    expect(await statuses('/')).toEqual(required)
  })

  it('covers the HEAD routes that Fastify adds, by the mode of their GET', async () => {
    await app.register(cognitoAuth, pool.options)
    app.get('/', sendUser)
    app.get('/health', { config: { cognito: false } }, sendUser)
    expect((await app.inject({ method: 'HEAD', url: '/' })).statusCode).toBe(401)
    expect((await app.inject({ method: 'HEAD', url: '/health' })).statusCode).toBe(200)
  })

  it('covers a not-found handler of the application', async () => {
    await app.register(cognitoAuth, pool.options)
    app.setNotFoundHandler((_request, reply) => reply.code(404).send('nothing here'))
    expect(await statuses('/nowhere')).toEqual([401, 401, 404])
  })
})

function statusesOf(mode: RouteMode): readonly number[] {
  if (mode === false) return open
  return mode === 'optional' ? optional : required
}

describe('the modes of routes', () => {
  const modes: readonly (RouteMode | undefined)[] = [undefined, 'required', 'optional', false]
  const cases = modes.flatMap((routes) =>
    modes.map((config) => ({ routes, config, expected: statusesOf(config ?? routes ?? 'required') })),
  )

  it.each(cases)('config $config of a route has precedence over routes $routes', async (modesOfCase) => {
    const { routes, config, expected } = modesOfCase
    await app.register(cognitoAuth, { ...pool.options, routes })
    app.get('/', { config: { cognito: config } }, sendUser)
    app.get('/other', sendUser)
    expect(await statuses('/')).toEqual(expected)
    expect(await statuses('/other')).toEqual(statusesOf(routes ?? 'required'))
  })

  it('leaves request.cognito null if authentication is off, even with a token', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: false })
    app.get('/', sendUser)
    const { body } = await app.inject({ url: '/', headers: { authorization: pool.bearer() } })
    expect(body).toBe('{"user":null}')
  })

  it('answers 404 for an unknown URL if routes are open by default', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: false })
    expect(await statuses('/nowhere')).toEqual([404, 404, 404])
  })

  it.each([true, null, 0, '', 'none', 'Optional', 'false', {}, ['optional']])(
    'reads config %j as required, with one warning',
    async (config) => {
      const emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue()
      await app.register(cognitoAuth, { ...pool.options, routes: 'optional' })
      app.get('/wrong/:id', { config: { cognito: config as RouteMode } }, sendUser)
      app.get('/wrong', { config: { cognito: config as RouteMode } }, sendUser)
      expect(await statuses('/wrong/1')).toEqual(required)
      expect(await statuses('/wrong')).toEqual(required)
      expect(emitWarning.mock.calls).toEqual([
        [
          expect.stringContaining('config.cognito of the route /wrong/:id is neither'),
          { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_ROUTE_CONFIG' },
        ],
      ])
    },
  )
})

describe('scopes', () => {
  it('next to each other may have different options', async () => {
    const staff = await createTestUserPool({ userPoolId: 'us-east-1_Staff' })
    void app.register(
      async (scope) => {
        await scope.register(cognitoAuth, pool.options)
        scope.get('/', sendUser)
      },
      { prefix: '/users' },
    )
    void app.register(
      async (scope) => {
        await scope.register(cognitoAuth, { ...staff.options, routes: 'optional' })
        scope.get('/', sendUser)
      },
      { prefix: '/staff' },
    )
    app.get('/open', sendUser)

    expect(await statuses('/users')).toEqual(required)
    expect(await statuses('/users', staff.bearer())).toEqual([401, 401, 401])
    expect(await statuses('/staff', staff.bearer())).toEqual(optional)
    expect(await statuses('/staff')).toEqual([200, 401, 401])
    expect((await app.inject('/open')).json()).toEqual({ user: 'undecorated' })
    expect(app.hasDecorator('cognito')).toBe(false)
  })

  it('have an authenticator each', async () => {
    const seen: unknown[] = []
    for (const realm of ['one', 'two']) {
      void app.register(async (scope) => {
        await scope.register(cognitoAuth, { ...pool.options, realm })
        seen.push(scope.cognito)
      })
    }
    await app.ready()
    expect(new Set(seen).size).toBe(2)
  })

  it('reject a second registration', async () => {
    void app.register(cognitoAuth, pool.options)
    void app.register(cognitoAuth, pool.options)
    await expect(app.ready()).rejects.toThrow(ConfigurationError)
  })

  it('reject a second registration in an inner scope, and the message says what to do', async () => {
    void app.register(cognitoAuth, pool.options)
    void app.register(async (scope) => {
      await scope.register(cognitoAuth, { ...pool.options, routes: 'optional' })
    })
    await expect(app.ready()).rejects.toThrow(
      /already registered in this scope.*config of the routes.*sibling scopes/,
    )
  })

  it.each([
    ['requests', (instance: FastifyInstance) => instance.decorateRequest('cognito', null)],
    ['the instance', (instance: FastifyInstance) => instance.decorate('cognito', {} as never)],
  ])('reject a decorator of that name on %s that is not ours, and say so', async (_what, decorate) => {
    decorate(app)
    void app.register(cognitoAuth, pool.options)
    const failure: unknown = await Promise.resolve(app.ready()).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ConfigurationError)
    expect(failure).toMatchObject({
      message: expect.stringMatching(
        /^Another plugin, or another copy of @cognito-auth\/fastify, has already decorated this scope/,
      ),
    })
  })

  it('reject another copy of the package, and say so', async () => {
    const copy = loadSecondCopy('@cognito-auth/fastify') as typeof adapter
    expect(copy.cognitoAuth).not.toBe(cognitoAuth)
    void app.register(copy.cognitoAuth, pool.options)
    void app.register(cognitoAuth, pool.options)
    await expect(app.ready()).rejects.toThrow('another copy of @cognito-auth/fastify')
  })

  it('fail at the first request if the plugin was registered in a scope and later around it', async () => {
    const handler = vi.fn<() => string>(() => 'reached')
    await app.register(async (scope) => {
      await scope.register(cognitoAuth, pool.options)
      scope.get('/', handler)
    })
    await app.register(cognitoAuth, pool.options)
    const { statusCode } = await app.inject({ url: '/', headers: { authorization: pool.bearer() } })
    expect(statusCode).toBe(500)
    expect(handler).not.toHaveBeenCalled()
  })
})

describe('a mistake in the options', () => {
  const mistakes: readonly (readonly [string, () => object, option: string, message: string])[] = [
    [
      'a prefix',
      () => ({ ...pool.options, prefix: '/api' }),
      'prefix',
      'inside a plugin that has the prefix',
    ],
    ['routes: true', () => ({ ...pool.options, routes: true }), 'routes', "'required', 'optional' or false"],
    ['routes: null', () => ({ ...pool.options, routes: null }), 'routes', "'required', 'optional' or false"],
    [
      'routes: none',
      () => ({ ...pool.options, routes: 'none' }),
      'routes',
      "'required', 'optional' or false",
    ],
    [
      'a misspelt option',
      () => ({ ...pool.options, route: false }),
      'route',
      'Did you mean to pass `routes`?',
    ],
    [
      'a misspelt option of verification',
      () => ({ ...pool.options, graceSecond: 5 }),
      'graceSecond',
      'Did you mean to pass `graceSeconds`?',
    ],
    [
      'an option of the Express middleware',
      () => ({ ...pool.options, onRefused: () => {} }),
      'onRefused',
      'is not an option',
    ],
    [
      'an object that is not an authenticator',
      () => ({ authenticator: {} }),
      'authenticator',
      'createAuthenticator()',
    ],
    [
      'an option next to an authenticator',
      () => ({ authenticator: createAuthenticator(pool.options), realm: 'orders' }),
      'realm',
      'realm cannot be combined with authenticator',
    ],
    [
      'a prefix next to an authenticator',
      () => ({ authenticator: createAuthenticator(pool.options), prefix: '/api' }),
      'prefix',
      'inside a plugin that has the prefix',
    ],
    ['no user pool', () => ({ clientId: 'one' }), 'userPoolId', 'userPoolId is missing'],
  ]

  it.each(mistakes)('keeps the server from starting: %s', async (_what, options, option, message) => {
    vi.stubEnv('COGNITO_USER_POOL_ID', '')
    void app.register(cognitoAuth, options() as FastifyAuthOptions)
    const failure: unknown = await app.listen({ host: '127.0.0.1', port: 0 }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ConfigurationError)
    expect(failure).toMatchObject({ option, message: expect.stringContaining(message) })
  })
})

describe('authentication', () => {
  it('runs before the body is read', async () => {
    const readers = vi.fn<() => void>()
    await app.register(cognitoAuth, pool.options)
    app.addHook('preParsing', (_request, _reply, _payload, done) => {
      readers()
      done()
    })
    app.post('/', { bodyLimit: 100 }, sendUser)
    const post = async (authorization: string, type: string, payload: string) => {
      const headers = { authorization, 'content-type': type }
      return (await app.inject({ method: 'POST', url: '/', headers, payload })).statusCode
    }
    const bodies = [
      ['application/json', 'x'.repeat(1000), 413],
      ['application/json', '{"broken":', 400],
      ['application/x-unheard-of', 'x', 415],
    ] as const
    const refused = await Promise.all(bodies.map(([type, body]) => post('', type, body)))
    expect(refused).toEqual([401, 401, 401])
    expect(readers).not.toHaveBeenCalled()
    const known = await Promise.all(bodies.map(([type, body]) => post(pool.bearer(), type, body)))
    expect(known).toEqual(bodies.map(([, , status]) => status))
    expect(readers).toHaveBeenCalledTimes(3)
  })

  it('runs after earlier hooks, and before those of the route', async () => {
    const steps: string[] = []
    const step = (name: string) => (request: FastifyRequest, _reply: unknown, done: () => void) => {
      steps.push(`${name}: ${request.cognito?.userId ?? 'anonymous'}`)
      done()
    }
    app.addHook('onRequest', step('earlier hook'))
    await app.register(cognitoAuth, pool.options)
    app.addHook('onRequest', step('later hook'))
    app.get(
      '/',
      {
        onRequest: [step('before the guard'), requireGroup('admin'), step('behind the guard')],
        preValidation: step('preValidation'),
        preHandler: [requireGroup('admin'), step('preHandler')],
      },
      sendUser,
    )
    await app.inject({
      url: '/',
      headers: { authorization: pool.bearer({ sub: 'alice', groups: ['admin'] }) },
    })
    expect(steps).toEqual([
      'earlier hook: anonymous',
      'later hook: alice',
      'before the guard: alice',
      'behind the guard: alice',
      'preValidation: alice',
      'preHandler: alice',
    ])

    steps.length = 0
    await app.inject({ url: '/', headers: { authorization: pool.bearer({ sub: 'bob' }) } })
    expect(steps).toEqual(['earlier hook: anonymous', 'later hook: bob', 'before the guard: bob'])

    steps.length = 0
    await app.inject('/')
    expect(steps).toEqual(['earlier hook: anonymous'])
  })

  it('keeps the users of concurrent requests apart', async () => {
    await app.register(cognitoAuth, {
      ...pool.options,
      isRevoked: () => new Promise((resolve) => void setImmediate(resolve, false)),
    })
    app.get('/', sendUser)
    const users = ['alice', 'bob', 'carol', 'dave']
    const answers = await Promise.all(
      users.map((sub) => app.inject({ url: '/', headers: { authorization: pool.bearer({ sub }) } })),
    )
    expect(answers.map((answer) => answer.json<unknown>())).toEqual(users.map((user) => ({ user })))
  })
})

describe('a wrapped authenticator', () => {
  it.each([undefined, null, 'route', new Error('No database')])(
    'lets no request through if it rejects with %j',
    async (reason) => {
      const authenticator = {
        ...createAuthenticator(pool.options),
        // oxlint-disable-next-line prefer-promise-reject-errors -- a wrapper may reject with anything
        authenticate: () => Promise.reject(reason),
      }
      const reached = vi.fn<typeof sendUser>(sendUser)
      await app.register(cognitoAuth, { authenticator })
      app.get('/', reached)
      app.get('/optional', { config: { cognito: 'optional' } }, reached)
      expect(await statuses('/')).toEqual([500, 500, 500])
      expect(await statuses('/optional')).toEqual([500, 500, 500])
      expect(reached).not.toHaveBeenCalled()
    },
  )
})

describe('a wrapped authenticator', () => {
  it('is called by its public method, and is app.cognito', async () => {
    const original = createAuthenticator(pool.options)
    const authenticate = vi.fn<typeof original.authenticate>((authorization) =>
      original.authenticate(authorization),
    )
    const authenticator = { ...original, authenticate }
    await app.register(cognitoAuth, { authenticator })
    app.get('/', sendUser)
    expect(await statuses('/')).toEqual(required)
    expect(authenticate).toHaveBeenCalledTimes(3)
    expect(app.cognito).toBe(authenticator)
  })

  it('decides: what it refuses stays refused', async () => {
    const authenticator = {
      ...createAuthenticator(pool.options),
      authenticate: () => Promise.reject(new ForbiddenError()),
    }
    await app.register(cognitoAuth, { authenticator, routes: 'optional' })
    app.get('/', sendUser)
    expect(await statuses('/')).toEqual([403, 403, 403])
  })
})

describe('a polluted Object.prototype', () => {
  it('does not open a route', async () => {
    await app.register(cognitoAuth, pool.options)
    app.get('/', sendUser)
    app.get('/configured', { config: { cognito: undefined } }, sendUser)
    app.get('/required', { config: { cognito: 'required' } }, sendUser)
    await app.ready()
    for (const cognito of [false, 'optional']) {
      const answers = await withPollution({ cognito }, () =>
        Promise.all(['/', '/configured', '/required', '/nowhere'].map((url) => app.inject({ url }))),
      )
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401])
    }
  })

  it.each([
    ['routes', false],
    ['routes', 'optional'],
    ['prefix', '/polluted'],
    ['logger', { info: () => undefined, warn: () => undefined }],
    ['authenticator', { authenticate: () => Promise.resolve({ userId: 'polluted' }) }],
  ])('changes no option: %s', async (name, value) => {
    const log = memoryLog()
    const logged = Fastify({ loggerInstance: log.logger })
    await withPollution({ [name]: value }, async () => {
      await logged.register(cognitoAuth, pool.options)
      logged.get('/', sendUser)
      await logged.ready()
    })
    const { statusCode, headers } = await logged.inject('/')
    expect([statusCode, headers['www-authenticate']]).toEqual([401, 'Bearer realm="api"'])
    expect(log.refusals).toHaveLength(1)
    const known = await logged.inject({ url: '/', headers: { authorization: pool.bearer({ sub: 'alice' }) } })
    expect(known.json()).toEqual({ user: 'alice' })
    await logged.close()
  })

  it('authenticates no request, and hides no token', async () => {
    await app.register(cognitoAuth, pool.options)
    app.get('/', sendUser)
    const origin = await app.listen({ host: '127.0.0.1', port: 0 })
    const authorization = pool.bearer({ sub: 'alice' })
    const replies = await withPollution({ authorization: pool.bearer({ sub: 'polluted' }) }, async () => [
      await send(origin, { authorization: undefined }),
      await send(origin, { authorization }),
    ])
    expect(replies.map(({ status }) => status)).toEqual([401, 200])
    expect(replies[1]?.body).toBe('{"user":"alice"}')
  })
})

function fail(): never {
  throw new Error('No database')
}

describe('an error behind authentication', () => {
  it.each([
    ['of a handler', { handler: fail }],
    ['of a guard', { onRequest: authorize(fail), handler: sendUser }],
    ['of a hook', { onRequest: fail, handler: sendUser }],
    [
      'of a hook behind a guard',
      { onRequest: [authorize(() => Promise.resolve(true)), fail], handler: sendUser },
    ],
  ])('%s is answered by the error handler', async (_whose, route) => {
    await app.register(cognitoAuth, pool.options)
    app.route({ method: 'GET', url: '/', ...route })
    app.setErrorHandler((error, _request, reply) => reply.code(500).send(String(error)))
    const answer = await app.inject({ url: '/', headers: { authorization: pool.bearer() } })
    expect([answer.statusCode, answer.body]).toEqual([500, 'Error: No database'])
  })
})

describe('a server for HTTP/2', () => {
  it('authenticates requests in the same way', async () => {
    const server = Fastify({ http2: true })
    await server.register(cognitoAuth, pool.options)
    server.get('/', { onRequest: requireGroup('admin') }, (request) =>
      Promise.resolve({ user: request.cognito?.userId }),
    )
    await server.listen({ host: '127.0.0.1', port: 0 })
    const client = connect(originOf(server.server.address()))
    const get = (authorization?: string) =>
      new Promise<readonly unknown[]>((resolve, reject) => {
        const stream = client.request({ ':path': '/', ...(authorization !== undefined && { authorization }) })
        stream.once('response', (headers) => {
          resolve([headers[':status'], headers['www-authenticate']])
          stream.resume()
        })
        stream.once('error', reject)
        stream.end()
      })
    try {
      expect(await get()).toEqual([401, 'Bearer realm="api"'])
      expect(await get('Bearer junk')).toEqual([401, 'Bearer realm="api", error="invalid_token"'])
      expect(await get(pool.bearer())).toEqual([403, 'Bearer realm="api", error="insufficient_scope"'])
      expect(await get(pool.bearer({ groups: ['admin'] }))).toEqual([200, undefined])
    } finally {
      client.close()
      await server.close()
    }
  })
})

function fetched(uri: string): FastifyAuthOptions {
  const { userPoolId, clientId } = pool
  return { userPoolId, clientId, jwksUri: uri }
}

describe('keys', () => {
  it('are fetched in the background once the server listens', async () => {
    const server = await startJwksServer(pool.jwks)
    server.respond({ delayMs: 200 })
    await app.register(cognitoAuth, fetched(server.uri))
    app.get('/', sendUser)
    await app.ready()
    expect(server.hits).toBe(0)

    const origin = await app.listen({ host: '127.0.0.1', port: 0 })
    await expect.poll(() => server.hits).toBe(1)
    expect((await send(origin, { authorization: pool.bearer() })).status).toBe(200)
    expect(server.hits).toBe(1)
    await server.close()
  })

  it('that are unavailable are logged, and the server runs', async () => {
    const server = await startJwksServer(pool.jwks)
    server.respond({ status: 500 })
    const log = memoryLog()
    const logged = Fastify({ loggerInstance: log.logger })
    await logged.register(cognitoAuth, { ...fetched(server.uri), routes: 'optional' })
    logged.get('/', () => Promise.resolve('ok'))
    const origin = await logged.listen({ host: '127.0.0.1', port: 0 })
    await expect.poll(() => log.lines.filter(({ level }) => level === levels.warn)).toHaveLength(1)

    expect(log.lines.find(({ level }) => level === levels.warn)).toMatchObject({
      msg: 'keys could not be fetched',
      reason: 'keys_unavailable',
      err: { message: expect.stringContaining(pool.userPoolId) },
    })
    expect((await send(origin)).status).toBe(200)
    expect((await send(origin, { authorization: pool.bearer() })).status).toBe(503)
    await logged.close()
    await server.close()
  })

  it('that are unavailable are logged to the logger of the options', async () => {
    const log = memoryLog()
    await app.register(cognitoAuth, {
      ...pool.options,
      jwks: undefined,
      keys: { fetch: () => Promise.reject(new Error('No network')) },
      logger: log.logger,
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    await expect
      .poll(() => log.lines)
      .toMatchObject([{ level: levels.warn, msg: 'keys could not be fetched' }])
  })

  it.each([
    ['the options', (logger: FastifyBaseLogger) => ({ server: {}, options: { logger } })],
    ['Fastify', (logger: FastifyBaseLogger) => ({ server: { loggerInstance: logger }, options: {} })],
  ])('that are unavailable end no process if the logger of %s throws', async (_whose, configure) => {
    const thrown = vi.fn<() => never>(() => {
      throw new Error('disk full')
    })
    const silent = { ...memoryLog().logger, info: () => undefined, error: () => undefined, warn: thrown }
    const logger = Object.assign(silent, { child: () => silent, level: 'info' }) as FastifyBaseLogger
    const unhandled = vi.fn<() => void>()
    process.on('unhandledRejection', unhandled)
    const { server, options } = configure(logger)
    const instance = Fastify(server)
    try {
      await instance.register(cognitoAuth, {
        ...pool.options,
        jwks: undefined,
        keys: { fetch: () => Promise.reject(new Error('No network')) },
        ...options,
      })
      instance.get('/', sendUser)
      const origin = await instance.listen({ host: '127.0.0.1', port: 0 })
      await expect.poll(() => thrown.mock.calls.length).toBeGreaterThan(0)
      expect((await send(origin)).status).toBe(401)
      expect((await send(origin, { authorization: pool.bearer() })).status).toBe(503)
      expect(unhandled).not.toHaveBeenCalled()
    } finally {
      process.off('unhandledRejection', unhandled)
      await instance.close()
    }
  })

  it('are not fetched if they were given', async () => {
    const fetch = vi.spyOn(globalThis, 'fetch')
    await app.register(cognitoAuth, pool.options)
    await app.listen({ host: '127.0.0.1', port: 0 })
    expect(fetch).not.toHaveBeenCalled()
  })
})
