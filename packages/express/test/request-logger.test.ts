import { type ExpressAuthOptions, type OnRefused, requireAuth, requireGroup } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express from 'express'
import { pinoHttp, type Options } from 'pino-http'
import request from 'supertest'
import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { type CreateApp, expressVersions } from '../../../test/support/express.ts'
import { memoryLog } from '../../../test/support/log.ts'

let pool: TestUserPool
let emitWarning: MockInstance<typeof process.emitWarning>

beforeAll(async () => {
  pool = await createTestUserPool()
})
beforeEach(() => {
  emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const warnings = () => emitWarning.mock.calls.map(([message, options]) => [message, options] as unknown[])

// Each warning comes once in a process: the tests that it does not come are first.
describe('the warning about refusals that are not logged', () => {
  const sendIdToken = (app: express.Express) =>
    request(app)
      .get('/')
      .set('Authorization', `Bearer ${pool.idToken({ sub: 'alice-sub' })}`)
      .expect(401)

  it('does not come in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await sendIdToken(express().use(requireAuth(pool.options)))
    expect(warnings()).toEqual([])
  })

  it('does not come for a request that passes', async () => {
    const app = express().use(requireAuth(pool.options), (_req, res) => void res.send('ok'))
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
    expect(warnings()).toEqual([])
  })

  it('does not come if refusals are logged, or if the application handles them', async () => {
    const log = memoryLog({ redact: ['req.headers.authorization'] })
    const { logger } = log
    await sendIdToken(express().use(requireAuth({ ...pool.options, logger })))
    await sendIdToken(express().use(pinoHttp({ logger }), requireAuth(pool.options)))
    const onRefused: OnRefused = (_error, _req, res) => void res.send('refused')
    await sendIdToken(express().use(requireAuth({ ...pool.options, onRefused })))
    expect(log.refusals).toHaveLength(2)
    expect(warnings()).toEqual([])
  })

  it('comes once, with the first refusal, and says what happened, but nothing of the token', async () => {
    const app = express().use(requireAuth(pool.options))
    await sendIdToken(app)
    await sendIdToken(app)
    expect(warnings()).toEqual([
      [
        expect.stringMatching(
          /^A request was refused with the code token_invalid, for the reason token_use\. .*logger: console.*pino-http/,
        ),
        { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_NOT_LOGGED' },
      ],
    ])
    expect(JSON.stringify(warnings())).not.toMatch(/alice|eyJ/)
  })
})

interface Setting {
  readonly createApp?: CreateApp
  readonly auth?: ExpressAuthOptions
  readonly header?: readonly [name: string, value: string]
}

/** The log of one refused request, behind pino-http. */
async function logOf(
  options: Options,
  {
    createApp = express,
    auth = pool.options,
    header = ['Authorization', `Bearer ${pool.idToken()}`],
  }: Setting = {},
) {
  const log = memoryLog()
  const app = createApp()
  app.use(pinoHttp({ logger: log.logger, ...options }), requireAuth(auth))
  await request(app)
    .get('/')
    .set(...header)
    .expect(401)
  return log
}

describe('the warning about pino-http', () => {
  it('does not come if tokens are redacted, and the line has the fields of the request', async () => {
    const log = memoryLog({ redact: ['req.headers.authorization'] })
    await logOf({ logger: log.logger })
    expect(warnings()).toEqual([])
    expect(log.refusals).toEqual([
      expect.objectContaining({ reason: 'token_use', req: expect.objectContaining({ url: '/' }) }),
    ])
  })

  it('comes once if it writes tokens', async () => {
    await logOf({})
    await logOf({})
    expect(warnings()).toEqual([
      [
        expect.stringContaining("pinoHttp({ redact: ['req.headers.authorization', 'req.headers.cookie'] })"),
        { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_CREDENTIALS_LOGGED' },
      ],
    ])
  })
})

describe.each(expressVersions)('pino-http on $name', ({ createApp }) => {
  it('writes no token into the line of a refusal, and the request is still found by its id', async () => {
    const { refusals, lines } = await logOf({}, { createApp })
    expect(refusals).toEqual([expect.objectContaining({ reason: 'token_use', reqId: expect.anything() })])
    expect(JSON.stringify(refusals)).not.toContain('eyJ')
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'request completed',
        req: expect.objectContaining({ id: refusals[0]?.reqId }),
      }),
    )
  })

  it.each<[string, Options]>([
    ['the request', { quietReqLogger: true }],
    ['the response', { quietResLogger: true }],
  ])('writes no token if the logger of %s is quiet', async (_name, options) => {
    const { refusals } = await logOf(options, { createApp })
    expect(refusals).toEqual([expect.objectContaining({ reason: 'token_use' })])
    expect(JSON.stringify(refusals)).not.toContain('eyJ')
  })

  it('writes no token of another header, and no cookie', async () => {
    const fromHeader = { ...pool.options, tokenFrom: { header: 'x-amzn-oidc-accesstoken' } } as const
    const fromCookie = { ...pool.options, tokenFrom: { cookie: 'access' } } as const
    for (const { refusals } of [
      await logOf({}, { createApp, auth: fromHeader, header: ['X-Amzn-Oidc-Accesstoken', pool.idToken()] }),
      await logOf({}, { createApp, auth: fromCookie, header: ['Cookie', `access=${pool.idToken()}`] }),
    ]) {
      expect(refusals).toHaveLength(1)
      expect(JSON.stringify(refusals)).not.toContain('eyJ')
    }
  })
})

describe('a logger of the request', () => {
  /** A logger that adds the credentials to each line, and whose parents do, too. */
  function leakingLogger(info: (fields: object, message: string) => void, authorization: string) {
    const bindings = () => ({ headers: { authorization } })
    return { info, warn: info, bindings }
  }

  it.each([
    ['has no other fields', (info: () => void) => ({ info, warn: info })],
    ['throws when it is asked for its fields', (info: () => void) => ({ info, warn: info, bindings: fail })],
    ['leaks, without another one to use', leakingLogger],
  ])('is used if it %s', async (_name, createLogger) => {
    const info = vi.fn<() => void>()
    const authorization = pool.bearer()
    const app = express()
    app.use((req, _res, next) => {
      Object.assign(req, { log: createLogger(info, authorization) })
      next()
    })
    app.use(requireAuth(pool.options), requireGroup('admin'))
    await request(app).get('/').set('Authorization', authorization).expect(403)
    expect(info).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ reason: 'guard' }),
      'request refused',
    )
  })

  it('without an id of the request is replaced by its parent', async () => {
    const info = vi.fn<(fields: object) => void>()
    const leaked = vi.fn<() => void>()
    const parent = { info, warn: info, bindings: () => ({ service: 'api' }) }
    const authorization = pool.bearer()
    const app = express()
    app.use((req, _res, next) => {
      Object.assign(req, { log: Object.assign(Object.create(parent), leakingLogger(leaked, authorization)) })
      next()
    })
    app.use(requireAuth(pool.options), requireGroup('admin'))
    await request(app).get('/').set('Authorization', authorization).expect(403)
    expect(info).toHaveBeenCalledTimes(1)
    expect(leaked).not.toHaveBeenCalled()
  })
})

function fail(): never {
  throw new Error('no fields')
}
