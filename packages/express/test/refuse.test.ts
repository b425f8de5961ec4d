import type { RequestListener } from 'node:http'
import {
  type AuthError,
  authorize,
  type CognitoAuthOptions,
  createAuthenticator,
  ForbiddenError,
  isAuthError,
  KeysUnavailableError,
  type OnRefused,
  optionalAuth,
  requireAuth,
  requireGroup,
  requireScope,
  sendAuthError,
  UnauthenticatedError,
} from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import { pinoHttp } from 'pino-http'
import request from 'supertest'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CreateApp, expressVersions } from '../../../test/support/express.ts'
import { type Reply, start, type TestRequest } from '../../../test/support/http.ts'
import { levels, memoryLog, type MemoryLog } from '../../../test/support/log.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

const challenges = {
  missing: 'Bearer realm="api"',
  forbidden: 'Bearer realm="api", error="insufficient_scope"',
} as const

/** An app whose every way past a refusal ends in a handler that is counted. */
function guardedApp(create: CreateApp, onRefused: OnRefused) {
  const reached = vi.fn<RequestHandler>((_req, res) => {
    res.send('reached')
  })
  const errors: unknown[] = []
  const router = create.Router()
  router.use(requireAuth({ ...pool.options, onRefused }))
  router.get('/', requireGroup('admin'), reached)
  router.get('/', reached)
  const app = create()
  app.use(router)
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    errors.push(error)
    res.send('handled')
  })
  app.use(reached)
  return { app, reached, errors }
}

describe.each(expressVersions)('onRefused on $name', ({ createApp }) => {
  const refusals = [
    { by: 'the middleware', status: 401, challenge: challenges.missing, credentials: () => '' },
    { by: 'a guard', status: 403, challenge: challenges.forbidden, credentials: () => pool.bearer() },
  ]

  describe.each(refusals)('for a refusal by $by', ({ status, challenge, credentials }) => {
    it('sends a body with the status and the challenge that are already on the response', async () => {
      const { app, reached } = guardedApp(createApp, (_error, _req, res) => res.send('please sign in'))
      await request(app)
        .get('/')
        .set('Authorization', credentials())
        .expect(status, 'please sign in')
        .expect('WWW-Authenticate', challenge)
        .expect('Cache-Control', 'no-store')
      expect(reached).not.toHaveBeenCalled()
    })

    it('gets the error, with the headers of the answer, and the request', async () => {
      const seen: { error: AuthError; path: string }[] = []
      const { app } = guardedApp(createApp, (error, req, res) => {
        seen.push({ error, path: req.path })
        res.end()
      })
      await request(app).get('/').set('Authorization', credentials()).expect(status)
      expect(seen).toEqual([{ error: expect.any(Error), path: '/' }])
      const error = seen[0]?.error
      expect(isAuthError(error)).toBe(true)
      expect(error).toMatchObject({
        statusCode: status,
        status,
        headers: { 'WWW-Authenticate': challenge, 'Cache-Control': 'no-store' },
      })
    })

    it.each([undefined, null, 'route', 'router', 0, '', false, { oops: true }])(
      'lets no request through with next(%j)',
      async (reason) => {
        const { app, reached, errors } = guardedApp(createApp, (_error, _req, _res, next) => next(reason))
        await request(app)
          .get('/')
          .set('Authorization', credentials())
          .expect(status, 'handled')
          .expect('WWW-Authenticate', challenge)
        expect(reached).not.toHaveBeenCalled()
        expect(errors).toEqual([expect.objectContaining({ statusCode: status })])
        expect(isAuthError(errors[0])).toBe(true)
      },
    )

    it('lets no request through with a later next()', async () => {
      const { app, reached } = guardedApp(createApp, (_error, _req, _res, next) => void setImmediate(next))
      await request(app).get('/').set('Authorization', credentials()).expect(status, 'handled')
      expect(reached).not.toHaveBeenCalled()
    })

    it.each([
      ['calls req.next()', (req: Request) => req.next?.()],
      ["calls req.next('route')", (req: Request) => req.next?.('route')],
      [
        'calls req.next() later',
        async (req: Request) => {
          await new Promise((resolve) => void setImmediate(resolve))
          req.next?.()
        },
      ],
    ])('lets no request through if it %s', async (_how, callNext) => {
      const { app, reached, errors } = guardedApp(createApp, (_error, req) => callNext(req))
      await request(app)
        .get('/')
        .set('Authorization', credentials())
        .expect(status, 'handled')
        .expect('WWW-Authenticate', challenge)
      expect(reached).not.toHaveBeenCalled()
      expect(errors).toEqual([expect.objectContaining({ statusCode: status })])
    })

    it('passes the error of a view that is missing to the error handler', async () => {
      const { app, reached, errors } = guardedApp(createApp, (_error, _req, res) => res.render('sign-in'))
      await request(app).get('/').set('Authorization', credentials()).expect(status, 'handled')
      expect(reached).not.toHaveBeenCalled()
      expect(errors).toEqual([expect.any(Error)])
      expect(isAuthError(errors[0])).toBe(false)
    })

    it('passes another error to the error handler', async () => {
      const other = new Error('other')
      const { app, errors } = guardedApp(createApp, (_error, _req, _res, next) => next(other))
      await request(app).get('/').set('Authorization', credentials()).expect(status, 'handled')
      expect(errors[0]).toBe(other)
    })

    it.each([
      [
        'throws',
        (reason: unknown) => {
          throw reason
        },
      ],
      // oxlint-disable-next-line prefer-promise-reject-errors -- a callback may reject with anything
      ['rejects', (reason: unknown) => Promise.reject(reason)],
    ])('passes what it %s to the error handler, as an error', async (_how, fail) => {
      const reasons = [new Error('template'), undefined, null, 'route', 'router']
      for (const reason of reasons) {
        const { app, reached, errors } = guardedApp(createApp, () => fail(reason))
        await request(app).get('/').set('Authorization', credentials()).expect(status, 'handled')
        expect(reached).not.toHaveBeenCalled()
        expect(errors).toEqual([expect.any(Error)])
        expect(errors[0] === reason).toBe(reason instanceof Error)
      }
    })

    it('may be asynchronous', async () => {
      const { app } = guardedApp(createApp, async (_error, _req, res) => {
        await new Promise((resolve) => void setImmediate(resolve))
        res.send('later')
      })
      await request(app).get('/').set('Authorization', credentials()).expect(status, 'later')
    })

    it('may send another status', async () => {
      const { app } = guardedApp(createApp, (_error, _req, res) => res.redirect(303, '/sign-in'))
      await request(app)
        .get('/')
        .set('Authorization', credentials())
        .expect(303)
        .expect('Location', '/sign-in')
    })
  })
})

describe('onRefused', () => {
  it('is called by optionalAuth for invalid credentials, not for missing ones', async () => {
    const onRefused = vi.fn<OnRefused>((_error, _req, res) => res.send('refused'))
    const app = express()
    app.use(optionalAuth({ ...pool.options, onRefused }), (_req, res) => {
      res.send('anonymous')
    })
    await request(app).get('/').expect(200, 'anonymous')
    await request(app).get('/').set('Authorization', 'Bearer junk').expect(401, 'refused')
    expect(onRefused).toHaveBeenCalledOnce()
  })

  it('is not called for errors of the application', async () => {
    const onRefused = vi.fn<OnRefused>((_error, _req, res) => res.send('refused'))
    const app = express()
    app.use(requireAuth({ ...pool.options, onRefused }))
    app.get(
      '/',
      authorize(() => Promise.reject(new Error('No database'))),
    )
    await request(app).get('/').set('Authorization', pool.bearer()).expect(500)
    expect(onRefused).not.toHaveBeenCalled()
  })

  it('is accepted next to an authenticator', async () => {
    const app = express()
    app.use(
      requireAuth({
        authenticator: createAuthenticator(pool.options),
        onRefused: (_error, _req, res) => res.send('own'),
      }),
    )
    await request(app).get('/').expect(401, 'own')
  })
})

describe.each(expressVersions)('the body of an answer on $name', ({ createApp }) => {
  it('may be changed by a res.json of the application, for this answer only', async () => {
    let answers = 0
    const app = createApp()
    app.use((_req, res, next) => {
      const json = res.json.bind(res)
      res.json = (body: object) => {
        answers++
        return json(answers % 2 === 1 ? Object.assign(body, { requestId: '7', message: 'changed' }) : body)
      }
      next()
    })
    app.use(requireAuth(pool.options), requireGroup('admin'))
    for (const [authorization, members] of [
      ['', { statusCode: 401, code: 'credentials_missing', error: 'Unauthorized' }],
      [pool.bearer(), { statusCode: 403, code: 'forbidden', error: 'Forbidden' }],
    ] as const) {
      const get = async () => (await request(app).get('/').set('Authorization', authorization)).body as object
      expect(await get()).toEqual({ ...members, message: 'changed', requestId: '7' })
      expect(await get()).toEqual({ ...members, message: expect.stringMatching(/token/) })
    }
    expect(answers).toBe(4)
  })

  it('is sent by a res.json of the application', async () => {
    const app = createApp()
    app.use((_req, res, next) => {
      res.json = (body: { readonly code: string }) => res.send(`own: ${body.code}`)
      next()
    })
    app.use(requireAuth(pool.options))
    await request(app).get('/').expect(401, 'own: credentials_missing')
  })
})

describe('a plain request of node:http', () => {
  type Middleware = (req: Request, res: Response, next: NextFunction) => void

  /** Runs middleware one after the other, as Connect does. */
  function chain(...handlers: readonly Middleware[]): RequestListener {
    return (incoming, outgoing) => {
      const [req, res] = [incoming as Request, outgoing as Response]
      function run(index: number, error?: unknown): void {
        if (error !== undefined || index === handlers.length) {
          if (error === undefined) outgoing.end('reached')
          else outgoing.end(isAuthError(error) ? error.code : 'failed')
          return
        }
        handlers[index]?.(req, res, (reason?: unknown) => run(index + 1, reason))
      }
      run(0)
    }
  }

  const body = (statusCode: number, code: string, error: string, message: string) =>
    JSON.stringify({ statusCode, code, error, message })
  const missing = body(401, 'credentials_missing', 'Unauthorized', 'A bearer token is required')
  const forbidden = body(403, 'forbidden', 'Forbidden', 'The token does not permit this')

  async function replies(listener: RequestListener, ...requests: readonly TestRequest[]): Promise<Reply[]> {
    const server = await start(listener)
    try {
      return await Promise.all(requests.map((sent) => server.send(sent)))
    } finally {
      await server.close()
    }
  }

  it('gets the status, the challenge and the JSON of a refusal, and of HEAD no body', async () => {
    const listener = chain(requireAuth(pool.options), requireGroup('admin'))
    const authorization = pool.bearer()
    const received = await replies(
      listener,
      {},
      { method: 'HEAD' },
      { authorization },
      { authorization, method: 'HEAD' },
    )
    expect(received.map(({ status, body: sent }) => [status, sent])).toEqual([
      [401, missing],
      [401, ''],
      [403, forbidden],
      [403, ''],
    ])
    for (const { status, headers } of received) {
      expect(headers).toMatchObject({
        'www-authenticate': status === 401 ? challenges.missing : challenges.forbidden,
        'cache-control': 'no-store',
        'content-type': 'application/json; charset=utf-8',
      })
    }
  })

  it('passes with a token, and its guards know the principal', async () => {
    const listener = chain(requireAuth(pool.options), requireGroup('admin'))
    const authorization = pool.bearer({ groups: ['admin'] })
    const received = await replies(listener, { authorization })
    expect(received).toMatchObject([{ status: 200, body: 'reached' }])
  })

  it('may be anonymous, and can be answered by sendAuthError', async () => {
    const listener = chain(optionalAuth({ ...pool.options, realm: 'orders' }), (_req, res) =>
      sendAuthError(res, new UnauthenticatedError()),
    )
    const received = await replies(listener, {})
    expect(received).toMatchObject([
      { status: 401, headers: { 'www-authenticate': 'Bearer realm="orders"' }, body: missing },
    ])
  })

  it('is answered by onRefused, which cannot let it through', async () => {
    const next = requireAuth({ ...pool.options, onRefused: (_error, _req, _res, goOn) => goOn() })
    const requestNext = requireAuth({ ...pool.options, onRefused: (_error, req) => req.next?.() })
    const own = requireAuth({ ...pool.options, onRefused: (_error, _req, res) => res.end('own') })
    const received = [next, requestNext, own].map((auth) => replies(chain(auth), {}))
    expect(await Promise.all(received)).toMatchObject([
      [{ status: 401, body: 'credentials_missing' }],
      [{ status: 401, body: 'credentials_missing' }],
      [{ status: 401, body: 'own' }],
    ])
  })
})

describe('a refusal after the response was sent', () => {
  it('is logged, and sends nothing', async () => {
    let revoke: ((isRevoked: boolean) => void) | undefined
    const onRefused = vi.fn<OnRefused>()
    const log = memoryLog({ redact: ['req.headers.authorization'] })
    const app = express()
    app.use((_req, res, next) => {
      next()
      res.send('timeout')
    })
    app.use(
      requireAuth({
        ...pool.options,
        logger: log.logger,
        onRefused,
        isRevoked: () =>
          new Promise((resolve) => {
            revoke = resolve
          }),
      }),
    )
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200, 'timeout')
    revoke?.(true)
    await expect.poll(() => log.refusals).toHaveLength(1)
    expect(onRefused).not.toHaveBeenCalled()
  })
})

describe.each(expressVersions)('sendAuthError on $name', ({ createApp }) => {
  const errors = [
    {
      error: new UnauthenticatedError(),
      status: 401,
      code: 'credentials_missing',
      challenge: 'Bearer realm="api"',
    },
    {
      error: new ForbiddenError({ scope: 'orders/read' }),
      status: 403,
      code: 'forbidden',
      challenge: 'Bearer realm="api", error="insufficient_scope", scope="orders/read"',
    },
    {
      error: new KeysUnavailableError({ retryAfterSeconds: 7, cause: new Error('No network') }),
      status: 503,
      code: 'keys_unavailable',
      retryAfter: '7',
    },
  ]

  it.each(errors)('sends $code', async ({ error, status, code, challenge, retryAfter }) => {
    const app = createApp()
    app.get('/', (_req, res) => sendAuthError(res, error))
    const reply = await request(app).get('/')
    expect(reply.status).toBe(status)
    expect(reply.headers['www-authenticate']).toBe(challenge)
    expect(reply.headers['retry-after']).toBe(retryAfter)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(Object.keys(reply.body as object)).toEqual(['statusCode', 'code', 'error', 'message'])
    expect(reply.body).toMatchObject({ statusCode: status, code })
  })

  it('names the realm of the authenticator in force', async () => {
    const app = createApp()
    app.use(optionalAuth({ ...pool.options, realm: 'orders' }))
    app.get('/', (_req, res) => sendAuthError(res, new UnauthenticatedError()))
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="orders"')
  })

  it('answers as the middleware does if onRefused passes the error on', async () => {
    const passed = createApp()
    passed.use(requireAuth({ ...pool.options, onRefused: (error, _req, _res, next) => next(error) }))
    passed.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
      if (isAuthError(error)) sendAuthError(res, error)
      else next(error)
    })
    const direct = createApp()
    direct.use(requireAuth(pool.options))
    const [one, other] = await Promise.all([request(passed).get('/'), request(direct).get('/')])
    expect(one.status).toBe(other.status)
    expect(one.text).toBe(other.text)
    expect({ ...one.headers, date: '' }).toEqual({ ...other.headers, date: '' })
  })
})

function appWith(...handlers: RequestHandler[]) {
  const app = express()
  app.use(...handlers, (_req, res) => {
    res.send('done')
  })
  return app
}

function expired(): string {
  return pool.bearer({ expiresInSeconds: -1, username: 'mallory' })
}

describe('the log', () => {
  let log: MemoryLog
  let otherLog: MemoryLog

  beforeEach(() => {
    log = memoryLog({ redact: ['req.headers.authorization'] })
    otherLog = memoryLog({ redact: ['req.headers.authorization'] })
  })

  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('gets one line for a refusal, from the logger of pino-http', async () => {
    const app = appWith(pinoHttp({ logger: log.logger }), requireAuth(pool.options))
    await request(app).get('/').set('Authorization', expired()).expect(401)
    expect(log.refusals).toHaveLength(1)
    expect(log.refusals[0]).toMatchObject({
      level: levels.info,
      code: 'token_expired',
      reason: 'expired',
      userPoolId: pool.userPoolId,
      req: { method: 'GET', url: '/' },
    })
  })

  it('gets one line for a refusal by a guard', async () => {
    const app = appWith(
      pinoHttp({ logger: log.logger }),
      requireAuth(pool.options),
      requireScope('orders/write'),
    )
    await request(app).get('/').set('Authorization', pool.bearer()).expect(403)
    expect(log.refusals).toHaveLength(1)
    expect(log.refusals[0]).toMatchObject({
      level: levels.info,
      code: 'forbidden',
      reason: 'guard',
      userPoolId: pool.userPoolId,
    })
  })

  it('gets one line for a refusal by a guard without authentication', async () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    const app = appWith(pinoHttp({ logger: log.logger }), requireGroup('admin'))
    await request(app).get('/').expect(401)
    expect(log.refusals).toMatchObject([{ code: 'credentials_missing', reason: 'no_credentials' }])
  })

  it('gets no line for requests that pass, anonymous ones included', async () => {
    const app = appWith(pinoHttp({ logger: log.logger }), optionalAuth(pool.options))
    await request(app).get('/').expect(200)
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
    expect(log.refusals).toEqual([])
  })

  it('gets one line if onRefused passes the error to a handler that answers it', async () => {
    const app = appWith(
      pinoHttp({ logger: log.logger }),
      requireAuth({ ...pool.options, onRefused: (error, _req, _res, next) => next(error) }),
    )
    app.use((error: AuthError, _req: Request, res: Response, _next: NextFunction) => {
      sendAuthError(res, error)
    })
    await request(app).get('/').expect(401)
    expect(log.refusals).toHaveLength(1)
  })

  const loggers: readonly [string, (own: MemoryLog) => Parameters<typeof requireAuth>[0]][] = [
    ['the option', (own) => ({ ...pool.options, logger: own.logger })],
    [
      'the authenticator',
      (own) => ({ authenticator: createAuthenticator({ ...pool.options, logger: own.logger }) }),
    ],
    [
      'the option next to an authenticator',
      (own) => ({ authenticator: createAuthenticator(pool.options), logger: own.logger }),
    ],
    [
      'the option next to an authenticator with a logger',
      (own) => ({
        authenticator: createAuthenticator({ ...pool.options, logger: memoryLog().logger }),
        logger: own.logger,
      }),
    ],
  ]

  it.each(loggers)('is that of %s, and not that of the request', async (_whose, options) => {
    const app = appWith(
      pinoHttp({ logger: otherLog.logger }),
      requireAuth(options(log)),
      requireGroup('admin'),
    )
    await request(app).get('/').set('Authorization', expired()).expect(401)
    expect(log.refusals).toHaveLength(1)
    await request(app).get('/').set('Authorization', pool.bearer()).expect(403)
    expect(log.refusals).toHaveLength(2)
    expect(otherLog.refusals).toEqual([])
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
      const app = appWith(requireAuth({ ...pool.options, logger }), requireGroup('admin'))
      await request(app).get('/').expect(401)
      await request(app).get('/').set('Authorization', pool.bearer()).expect(403)
    },
  )

  it('gets the line of the adapter, and another from an authenticator that is wrapped and logs by itself', async () => {
    const original = createAuthenticator({ ...pool.options, logger: otherLog.logger })
    const authenticator: typeof original = {
      ...original,
      authenticate: (authorization) => original.authenticate(authorization),
    }
    const app = appWith(requireAuth({ authenticator, logger: log.logger }))
    await request(app).get('/').expect(401)
    expect([log.refusals.length, otherLog.refusals.length]).toEqual([1, 1])
  })

  it('is not that of the authenticator if the option names another', async () => {
    const authenticator = createAuthenticator({ ...pool.options, logger: otherLog.logger })
    const app = appWith(requireAuth({ authenticator, logger: log.logger }))
    await request(app).get('/').expect(401)
    expect([log.refusals.length, otherLog.refusals.length]).toEqual([1, 0])
  })

  it.each([
    ['expired', () => expired()],
    ['of another client', () => pool.bearer({ clientId: 'other', username: 'mallory' })],
    ['with a bad signature', () => `${expired().slice(0, -8)}AAAAAAAA`],
    ['no token at all', () => 'Bearer mallory'],
    ['malformed', () => 'Bearer mallory$'],
  ])('contains nothing of a token that is %s', async (_what, credentials) => {
    const authorization = credentials()
    const app = appWith(requireAuth({ ...pool.options, logger: log.logger }))
    await request(app).get('/').set('Authorization', authorization)
    const text = JSON.stringify(log.lines)
    expect(log.refusals).toHaveLength(1)
    expect(text).not.toContain('mallory')
    expect(text).not.toContain(pool.clientId)
    for (const segment of authorization.slice('Bearer '.length).split('.'))
      expect(text).not.toContain(segment)
  })

  it('gets a warning if keys are unavailable, with the cause', async () => {
    const withoutKeys: CognitoAuthOptions = {
      ...pool.options,
      jwks: undefined,
      keys: { fetch: () => Promise.reject(new Error('No network')) },
    }
    const app = appWith(requireAuth({ ...withoutKeys, logger: log.logger }))
    await request(app).get('/').set('Authorization', pool.bearer()).expect(503)
    expect(log.lines).toHaveLength(1)
    expect(log.lines[0]).toMatchObject({ level: levels.warn, code: 'keys_unavailable' })
    expect(JSON.stringify(log.lines)).toContain('No network')
  })

  describe('of a refresh that fails', () => {
    const warnings = ({ lines }: MemoryLog) => lines.filter(({ level }) => level === levels.warn)

    /** Middleware whose keys are fetched once, and cannot be refreshed a minute later. */
    function middlewareWith(options: CognitoAuthOptions) {
      const good = globalThis.Response.json(pool.options.jwks)
      const replies = [Promise.resolve(good)]
      const fetch = () => replies.pop() ?? Promise.reject(new Error('No network'))
      const keys = { maxAgeSeconds: 60, fetch }
      return requireAuth({ ...pool.options, jwks: undefined, keys, ...options })
    }

    /** Sends a request to each app, the second one after the refresh is due. */
    async function sendInTurn(first: Express, second: Express): Promise<void> {
      const authorization = pool.bearer()
      await request(first).get('/').set('Authorization', authorization).expect(200)
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
      try {
        await request(second).get('/').set('Authorization', authorization).expect(200)
      } finally {
        vi.useRealTimers()
      }
    }

    it('is written by the logger of the latest request', async () => {
      const auth = middlewareWith({})
      const appLoggingTo = ({ logger }: MemoryLog) => appWith(pinoHttp({ logger }), auth)
      await sendInTurn(appLoggingTo(log), appLoggingTo(otherLog))
      await expect.poll(() => warnings(otherLog)).toHaveLength(1)
      expect(warnings(otherLog)).toMatchObject([
        { msg: 'keys could not be refreshed', reason: 'keys_unavailable', req: { method: 'GET' } },
      ])
      expect(warnings(log)).toEqual([])
    })

    it('is written by the logger of the options if there is one', async () => {
      const app = appWith(pinoHttp({ logger: log.logger }), middlewareWith({ logger: otherLog.logger }))
      await sendInTurn(app, app)
      await expect.poll(() => warnings(otherLog)).toMatchObject([{ msg: 'keys could not be refreshed' }])
      expect(warnings(log)).toEqual([])
    })
  })

  it('is optional', async () => {
    const app = appWith(requireAuth(pool.options))
    await request(app).get('/').expect(401)
  })

  it.each([null, 'log', {}, { info: true, warn: true }])('is not req.log if that is %j', async (impostor) => {
    const app = appWith((req, _res, next) => {
      Object.assign(req, { log: impostor })
      next()
    }, requireAuth(pool.options))
    await request(app).get('/').expect(401)
  })
})
