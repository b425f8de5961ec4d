import { type IncomingMessage, ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import cognitoAuth, {
  type AuthHook,
  authorize,
  createAuthenticator,
  type FastifyAuthOptions,
  ForbiddenError,
  getPrincipal,
  isAuthError,
  requireGroup,
  requireScope,
  RevocationsUnavailableError,
} from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { levels, memoryLog, type MemoryLog } from '../../../test/support/log.ts'
import { withPollution } from '../../../test/support/pollution.ts'

let pool: TestUserPool
let log: MemoryLog
let app: ReturnType<typeof loggingApp>

beforeAll(async () => {
  pool = await createTestUserPool()
})

beforeEach(() => {
  log = memoryLog()
  app = loggingApp(log)
})

afterEach(async () => {
  vi.restoreAllMocks()
  await app.close()
})

function loggingApp({ logger }: MemoryLog) {
  return Fastify({ loggerInstance: logger })
}

async function guardedBy(options: FastifyAuthOptions): Promise<ReturnType<typeof vi.fn>> {
  const handler = vi.fn<() => Promise<string>>(() => Promise.resolve('reached'))
  await app.register(cognitoAuth, options)
  app.get('/', { onRequest: requireGroup('admin') }, handler)
  return handler
}

const refusals = [
  {
    by: 'the plugin',
    status: 401,
    code: 'credentials_missing',
    challenge: 'Bearer realm="api"',
    credentials: () => '',
  },
  {
    by: 'a guard',
    status: 403,
    code: 'forbidden',
    challenge: 'Bearer realm="api", error="insufficient_scope"',
    credentials: () => pool.bearer(),
  },
]

describe.each(refusals)('a refusal by $by', ({ status, code, challenge, credentials }) => {
  it('reaches the error handler as an AuthError, with the headers of the answer', async () => {
    const seen: unknown[] = []
    await guardedBy(pool.options)
    app.setErrorHandler((error, _request, reply) => {
      seen.push(error)
      return reply.send('sorry')
    })
    const answer = await app.inject({ url: '/', headers: { authorization: credentials() } })
    expect([answer.statusCode, answer.headers['www-authenticate'], answer.body]).toEqual([
      status,
      challenge,
      'sorry',
    ])
    expect(seen.map(isAuthError)).toEqual([true])
    expect(seen[0]).toMatchObject({
      statusCode: status,
      code,
      headers: { 'WWW-Authenticate': challenge, 'Cache-Control': 'no-store' },
    })
  })

  const handlers: readonly [
    string,
    (error: Error, request: FastifyRequest, reply: FastifyReply) => unknown,
  ][] = [
    ['returns a body', () => ({ oops: true })],
    ['returns a promise of a body', () => Promise.resolve({ oops: true })],
    [
      'sends a body later',
      (_error, _request, reply) => {
        setImmediate(() => void reply.send({ oops: true }))
      },
    ],
    ['sends the error on', (error, _request, reply) => reply.send(error)],
    [
      'throws',
      () => {
        throw new Error('template')
      },
    ],
    ['rejects', () => Promise.reject(new Error('template'))],
  ]

  it.each(handlers)('keeps its status and challenge if the error handler %s', async (_what, handler) => {
    const reached = await guardedBy(pool.options)
    app.setErrorHandler(handler)
    const answer = await app.inject({ url: '/', headers: { authorization: credentials() } })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject({ 'www-authenticate': challenge, 'cache-control': 'no-store' })
    expect(reached).not.toHaveBeenCalled()
    expect(log.refusals).toHaveLength(1)
  })

  it('may get another status from the error handler', async () => {
    await guardedBy(pool.options)
    app.setErrorHandler((_error, _request, reply) => reply.redirect('/sign-in', 303))
    const answer = await app.inject({ url: '/', headers: { authorization: credentials() } })
    expect([answer.statusCode, answer.headers['location']]).toEqual([303, '/sign-in'])
  })

  it('keeps headers that were set earlier', async () => {
    app.addHook('onRequest', (_request, reply, done) => {
      reply.header('Access-Control-Allow-Origin', 'https://app.example.com')
      done()
    })
    await guardedBy(pool.options)
    const { headers } = await app.inject({ url: '/', headers: { authorization: credentials() } })
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example.com',
      'www-authenticate': challenge,
    })
  })

  it('reaches the onError hook', async () => {
    const seen: unknown[] = []
    await guardedBy(pool.options)
    app.addHook('onError', (_request, _reply, error, done) => {
      seen.push(error.code)
      done()
    })
    await app.inject({ url: '/', headers: { authorization: credentials() } })
    expect(seen).toEqual([code])
  })

  it('is logged once by us, with the logger of the request', async () => {
    await guardedBy(pool.options)
    await app.inject({ url: '/', headers: { authorization: credentials() } })
    expect(log.refusals).toHaveLength(1)
    expect(log.refusals[0]).toMatchObject({ level: levels.info, code, reqId: expect.any(String) })
  })

  const loggers: readonly [string, (own: MemoryLog) => FastifyAuthOptions][] = [
    ['the option', (own) => ({ ...pool.options, logger: own.logger })],
    [
      'the authenticator',
      (own) => ({ authenticator: createAuthenticator({ ...pool.options, logger: own.logger }) }),
    ],
    [
      'the option next to an authenticator with a logger',
      (own) => ({
        authenticator: createAuthenticator({ ...pool.options, logger: log.logger }),
        logger: own.logger,
      }),
    ],
  ]

  it.each(loggers)('is logged once, with the logger of %s', async (_whose, options) => {
    const own = memoryLog()
    await guardedBy(options(own))
    await app.inject({ url: '/', headers: { authorization: credentials() } })
    expect(own.lines).toMatchObject([{ code }])
    expect(log.refusals).toEqual([])
  })
})

/** Passes a request that one of the hooks passes, as @fastify/auth does. */
function either(...hooks: readonly AuthHook[]): AuthHook {
  return function runEither(request, reply, done) {
    function run(index: number, error?: Error): void {
      const hook = hooks[index]
      if (hook === undefined) done(error)
      else hook(request, reply, (refusal) => (refusal === undefined ? done() : run(index + 1, refusal)))
    }
    run(0)
  }
}

describe('a refusal that is caught', () => {
  const reached = () => Promise.resolve('reached')

  it.each([
    ['at once', false],
    ['later', true],
  ])(
    'leaves no status, header or log line if another guard passes the request %s',
    async (_when, allowed) => {
      const check = allowed ? () => Promise.resolve(true) : () => true
      await app.register(cognitoAuth, pool.options)
      app.get('/', { onRequest: either(requireGroup('admin'), requireScope('a'), authorize(check)) }, reached)
      const { statusCode, headers, body } = await app.inject({
        url: '/',
        headers: { authorization: pool.bearer() },
      })
      expect([statusCode, body]).toEqual([200, 'reached'])
      for (const name of ['www-authenticate', 'cache-control', 'retry-after'])
        expect(headers).not.toHaveProperty(name)
      expect(log.refusals).toEqual([])
    },
  )

  it('leaves nothing of itself in the answer and the log of the one that stands', async () => {
    await app.register(cognitoAuth, pool.options)
    app.get('/', { onRequest: either(requireScope('orders/write'), requireGroup('admin')) }, reached)
    const { statusCode, headers } = await app.inject({ url: '/', headers: { authorization: pool.bearer() } })
    expect(statusCode).toBe(403)
    expect(headers).toMatchObject({
      'www-authenticate': 'Bearer realm="api", error="insufficient_scope"',
      'cache-control': 'no-store',
    })
    expect(log.refusals).toMatchObject([{ code: 'forbidden', reason: 'guard', userPoolId: pool.userPoolId }])
  })

  it('leaves nothing if it was that of an anonymous request', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional' })
    const pass: AuthHook = (_request, _reply, done) => done()
    app.get('/', { onRequest: either(requireGroup('admin'), pass) }, reached)
    const { statusCode, headers } = await app.inject('/')
    expect(statusCode).toBe(200)
    expect(headers).not.toHaveProperty('www-authenticate')
    expect(log.refusals).toEqual([])
  })
})

describe('an AuthError that a handler throws', () => {
  const challenge = 'Bearer realm="orders"'

  it.each([
    ['getPrincipal', (request: FastifyRequest) => getPrincipal(request), challenge, 'credentials_missing'],
    [
      'a ForbiddenError',
      () => {
        throw new ForbiddenError({ scope: 'orders/write' })
      },
      `${challenge}, error="insufficient_scope", scope="orders/write"`,
      'forbidden',
    ],
  ])('is answered with status, challenge and one log line: %s', async (_what, handler, header, code) => {
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional', realm: 'orders' })
    app.get('/', async (request) => handler(request))
    const answer = await app.inject('/')
    const { statusCode } = answer
    expect(statusCode).toBe(code === 'forbidden' ? 403 : 401)
    expect(answer.headers).toMatchObject({ 'www-authenticate': header, 'cache-control': 'no-store' })
    expect(answer.json()).toMatchObject({ statusCode, code })
    expect(log.refusals).toMatchObject([{ level: levels.info, code }])
  })

  it('is answered where no authentication ran, with the realm api', async () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    await app.register(cognitoAuth, { ...pool.options, realm: 'orders' })
    app.get('/', { config: { cognito: false } }, async (request) => getPrincipal(request))
    const { statusCode, headers } = await app.inject('/')
    expect([statusCode, headers['www-authenticate']]).toEqual([401, 'Bearer realm="api"'])
    expect(log.refusals).toHaveLength(1)
  })
})

describe('a connection', () => {
  const connections = () =>
    new Promise<number>((resolve, reject) => {
      app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
    })

  /** Opens a connection that stays open on the side of the client, whatever the server does. */
  async function openConnection() {
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    const socket = connect({ host: '127.0.0.1', port: Number(port), allowHalfOpen: true })
    let received = ''
    socket.setEncoding('latin1').on('data', (text: string) => (received += text))
    socket.on('error', () => undefined)
    return {
      /** The status lines that were received. */
      get statuses() {
        return received.match(/HTTP\/1\.1 \d+/g) ?? []
      },
      get received() {
        return received
      },
      send: (fields: readonly string[]) =>
        socket.write(['GET / HTTP/1.1', 'Host: api.example.com', ...fields, '', ''].join('\r\n')),
      close: () => socket.destroy(),
    }
  }

  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]

  /** Hands upgrade requests to the routes, as @fastify/websocket does. */
  function routeUpgrades(): void {
    app.server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      const response = new ServerResponse(request)
      response.assignSocket(socket)
      app.routing(request, response)
    })
  }

  it.each(refusals)(
    'of an upgrade that $by refuses is closed',
    async ({ status, challenge, credentials }) => {
      routeUpgrades()
      await guardedBy(pool.options)
      const connection = await openConnection()
      connection.send([...upgrade, `Authorization: ${credentials()}`])
      await expect.poll(() => connection.statuses).toEqual([`HTTP/1.1 ${status}`])
      expect(connection.received.toLowerCase()).toContain(`www-authenticate: ${challenge}`.toLowerCase())
      expect(connection.received).toContain('"statusCode"')
      await expect.poll(connections).toBe(0)
      connection.close()
    },
  )

  it('of an upgrade is closed if upgrades are routed by a plugin that is registered later', async () => {
    await guardedBy(pool.options)
    routeUpgrades()
    const connection = await openConnection()
    connection.send(upgrade)
    await expect.poll(() => connection.statuses).toEqual(['HTTP/1.1 401'])
    await expect.poll(connections).toBe(0)
    connection.close()
  })

  it('of an ordinary request that is refused stays open for the next one', async () => {
    routeUpgrades()
    await guardedBy(pool.options)
    const connection = await openConnection()
    connection.send([])
    await expect.poll(() => connection.statuses).toHaveLength(1)
    connection.send([`Authorization: ${pool.bearer()}`])
    await expect.poll(() => connection.statuses).toHaveLength(2)
    connection.send([`Authorization: ${pool.bearer({ groups: ['admin'] })}`])
    await expect.poll(() => connection.statuses).toHaveLength(3)
    expect(connection.statuses).toEqual(['HTTP/1.1 401', 'HTTP/1.1 403', 'HTTP/1.1 200'])
    expect(await connections()).toBe(1)
    connection.close()
  })

  it('of an ordinary request stays open with a polluted Object.prototype', async () => {
    await guardedBy(pool.options)
    const connection = await openConnection()
    await withPollution({ upgrade: 'websocket' }, async () => {
      connection.send([])
      await expect.poll(() => connection.statuses).toHaveLength(1)
    })
    connection.send([])
    await expect.poll(() => connection.statuses).toHaveLength(2)
    connection.close()
  })
})

describe('the log', () => {
  it('names the pool of a verified token', async () => {
    await guardedBy(pool.options)
    await app.inject({ url: '/', headers: { authorization: pool.bearer({ expiresInSeconds: -1 }) } })
    expect(log.refusals).toMatchObject([
      { code: 'token_expired', reason: 'expired', userPoolId: pool.userPoolId },
    ])
  })

  it('gets no line for requests that pass, anonymous ones included', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional' })
    app.get('/', () => Promise.resolve('ok'))
    await app.inject('/')
    await app.inject({ url: '/', headers: { authorization: pool.bearer() } })
    expect(log.refusals).toEqual([])
  })

  it('gets the line of the adapter, and another from an authenticator that is wrapped and logs by itself', async () => {
    const own = memoryLog()
    const original = createAuthenticator({ ...pool.options, logger: own.logger })
    const authenticator: typeof original = {
      ...original,
      authenticate: (authorization) => original.authenticate(authorization),
    }
    await guardedBy({ authenticator })
    expect((await app.inject('/')).statusCode).toBe(401)
    expect([log.refusals.length, own.refusals.length]).toEqual([1, 1])
  })

  it('gets one line for a refusal of app.cognito with a logger, and none without', async () => {
    const own = memoryLog()
    await app.register(cognitoAuth, { ...pool.options, logger: own.logger })
    await app.cognito.verify('junk').catch(() => {})
    expect(own.lines).toMatchObject([{ code: 'token_invalid', reason: 'malformed_token' }])
    expect(log.lines).toEqual([])
  })

  it.each([undefined, 'route', new Error('disk full')])(
    'does not change the answer, and lets no request through, if it throws %o',
    async (thrown) => {
      const logger = {
        info: () => {
          throw thrown
        },
        warn: () => undefined,
      }
      const handler = await guardedBy({ ...pool.options, logger })
      const statuses = new Map([
        ['', 401],
        [pool.bearer(), 403],
      ])
      for (const [authorization, status] of statuses) {
        const { statusCode } = await app.inject({ url: '/', headers: { authorization } })
        expect(statusCode).toBe(status)
      }
      expect(handler).not.toHaveBeenCalled()
    },
  )

  it('has the message of an error that is not to be sent, and the response has not', async () => {
    const message = 'redis://user:secret@10.0.0.1 is down'
    await guardedBy({
      ...pool.options,
      isRevoked() {
        throw new RevocationsUnavailableError({ message })
      },
    })
    const answer = await app.inject({ url: '/', headers: { authorization: pool.bearer() } })
    expect(answer.json()).toEqual({
      statusCode: 503,
      code: 'revocations_unavailable',
      error: 'Service Unavailable',
      message: 'Revocations cannot be checked at the moment',
    })
    expect(log.refusals).toMatchObject([{ err: { message } }])
  })

  it('has the pools that ready() names, and the response has not', async () => {
    await app.register(cognitoAuth, {
      ...pool.options,
      jwks: undefined,
      keys: { fetch: () => Promise.reject(new Error('No network')) },
    })
    app.get('/ready', { config: { cognito: false } }, async () => app.cognito.ready())
    const answer = await app.inject('/ready')
    expect(answer.statusCode).toBe(503)
    expect(answer.body).not.toContain(pool.userPoolId)
    expect(JSON.stringify(log.refusals)).toContain(`There are no keys for ${pool.userPoolId}`)
  })

  it('gets a warning if keys are unavailable, with the cause', async () => {
    await guardedBy({
      ...pool.options,
      jwks: undefined,
      keys: { fetch: () => Promise.reject(new Error('No network')) },
    })
    const { statusCode } = await app.inject({ url: '/', headers: { authorization: pool.bearer() } })
    expect(statusCode).toBe(503)
    expect(log.refusals).toMatchObject([{ level: levels.warn, code: 'keys_unavailable' }])
    expect(JSON.stringify(log.refusals)).toContain('No network')
  })

  it.each([
    ['expired', () => pool.bearer({ username: 'mallory', expiresInSeconds: -1 })],
    ['of another client', () => pool.bearer({ username: 'mallory', clientId: 'other' })],
    ['with a bad signature', () => `${pool.bearer({ username: 'mallory' }).slice(0, -8)}AAAAAAAA`],
    ['no token at all', () => 'Bearer mallory'],
    ['malformed', () => 'Bearer mallory$'],
  ])('contains nothing of a token that is %s, also in the lines of Fastify', async (_what, credentials) => {
    const authorization = credentials()
    await guardedBy(pool.options)
    await app.inject({ url: '/', headers: { authorization } })
    const text = JSON.stringify(log.lines)
    expect(log.refusals).toHaveLength(1)
    expect(text).not.toContain('mallory')
    expect(text).not.toContain(pool.clientId)
    for (const segment of authorization.slice('Bearer '.length).split('.'))
      expect(text).not.toContain(segment)
  })
})
