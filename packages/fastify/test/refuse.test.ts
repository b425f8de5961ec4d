import cognitoAuth, {
  createAuthenticator,
  type FastifyAuthOptions,
  isAuthError,
  requireGroup,
  RevocationsUnavailableError,
} from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { levels, memoryLog, type MemoryLog } from '../../../test/support/log.ts'

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
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([status, challenge])
    expect(reached).not.toHaveBeenCalled()
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
