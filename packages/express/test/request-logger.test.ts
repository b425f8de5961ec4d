import type * as Package from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express from 'express'
import { pinoHttp, type Options } from 'pino-http'
import request from 'supertest'
import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { expressVersions } from '../../../test/support/express.ts'
import { memoryLog } from '../../../test/support/log.ts'
import { loadSecondCopy } from '../../../test/support/second-copy.ts'

let pool: TestUserPool
let emitWarning: MockInstance<typeof process.emitWarning>

/** Each warning comes once in a process, so every test has a copy of its own. */
let adapter: typeof Package

beforeAll(async () => {
  pool = await createTestUserPool()
})
beforeEach(() => {
  emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  adapter = loadSecondCopy('@cognito-auth/express') as typeof Package
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const warnings = () => emitWarning.mock.calls.map(([message, options]) => [message, options] as unknown[])

describe('the warning about refusals that are not logged', () => {
  const warning = [
    expect.stringMatching(
      /^A request was refused with the code token_invalid, for the reason token_use\. .*logger: console.*pino-http/,
    ),
    { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_NOT_LOGGED' },
  ]
  const sendIdToken = (app: express.Express) =>
    request(app).get('/').set('Authorization', `Bearer ${pool.idToken()}`).expect(401)

  it('comes with the first refusal of a process, and says what happened', async () => {
    const app = express().use(adapter.requireAuth(pool.options))
    await sendIdToken(app)
    await request(app).get('/').expect(401)
    expect(warnings()).toEqual([warning])
  })

  it('comes with the refusal of a guard', async () => {
    const app = express().use(adapter.requireAuth(pool.options), adapter.requireGroup('admin'))
    await request(app).get('/').set('Authorization', pool.bearer()).expect(403)
    expect(warnings()).toEqual([[expect.stringContaining('the reason guard'), warning[1]]])
  })

  it('contains nothing of the token', async () => {
    const app = express().use(adapter.requireAuth(pool.options))
    const token = pool.idToken({ sub: 'alice-sub', username: 'alice' })
    await request(app).get('/').set('Authorization', `Bearer ${token}`).expect(401)
    expect(JSON.stringify(warnings())).not.toMatch(/alice|eyJ/)
  })

  it('does not come in production, nor for a request that passes', async () => {
    const app = express().use(adapter.requireAuth(pool.options), (_req, res) => void res.send('ok'))
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
    vi.stubEnv('NODE_ENV', 'production')
    await sendIdToken(app)
    expect(warnings()).toEqual([])
  })

  it('does not come if refusals are logged, or if the application handles them', async () => {
    const log = memoryLog({ redact: ['req.headers.authorization'] })
    const { logger } = log
    await sendIdToken(express().use(adapter.requireAuth({ ...pool.options, logger })))
    await sendIdToken(express().use(pinoHttp({ logger }), adapter.requireAuth(pool.options)))
    const onRefused: Package.OnRefused = (_error, _req, res) => void res.send('refused')
    await sendIdToken(express().use(adapter.requireAuth({ ...pool.options, onRefused })))
    expect(log.refusals).toHaveLength(2)
    expect(warnings()).toEqual([])
  })
})

describe.each(expressVersions)('pino-http on $name', ({ createApp }) => {
  const token = () => pool.idToken()

  /** The log of one refused request. */
  async function logOf(
    options: Options,
    auth: Package.ExpressAuthOptions = pool.options,
    header: readonly [string, string] = ['Authorization', `Bearer ${token()}`],
  ) {
    const log = memoryLog()
    const app = createApp()
    app.use(pinoHttp({ logger: log.logger, ...options }), adapter.requireAuth(auth))
    await request(app)
      .get('/')
      .set(...header)
      .expect(401)
    return log
  }
  const warning = [
    expect.stringContaining("pinoHttp({ redact: ['req.headers.authorization', 'req.headers.cookie'] })"),
    { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_CREDENTIALS_LOGGED' },
  ]

  it('writes no token into the line of a refusal, and the request is still found by its id', async () => {
    const { refusals, lines } = await logOf({})
    expect(refusals).toEqual([expect.objectContaining({ reason: 'token_use', reqId: expect.anything() })])
    expect(JSON.stringify(refusals)).not.toContain('eyJ')
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'request completed',
        req: expect.objectContaining({ id: refusals[0]?.reqId }),
      }),
    )
  })

  it('causes one warning if it writes tokens', async () => {
    await logOf({})
    await logOf({})
    expect(warnings()).toEqual([warning])
  })

  it('causes no warning if it redacts them, and the line has the fields of the request', async () => {
    const redacted = memoryLog({ redact: ['req.headers.authorization'] })
    const { refusals } = await logOf({ logger: redacted.logger })
    expect(refusals).toEqual([])
    expect(redacted.refusals).toEqual([
      expect.objectContaining({ reason: 'token_use', req: expect.objectContaining({ url: '/' }) }),
    ])
    expect(warnings()).toEqual([])
  })

  it.each<[string, Options]>([
    ['the request', { quietReqLogger: true }],
    ['the response', { quietResLogger: true }],
  ])('writes no token if the logger of %s is quiet', async (_name, options) => {
    const { refusals } = await logOf(options)
    expect(refusals).toEqual([expect.objectContaining({ reason: 'token_use' })])
    expect(JSON.stringify(refusals)).not.toContain('eyJ')
  })

  it('writes no token of another header, and no cookie', async () => {
    const fromHeader = { ...pool.options, tokenFrom: { header: 'x-amzn-oidc-accesstoken' } } as const
    const fromCookie = { ...pool.options, tokenFrom: { cookie: 'access' } } as const
    for (const { refusals } of [
      await logOf({}, fromHeader, ['X-Amzn-Oidc-Accesstoken', token()]),
      await logOf({}, fromCookie, ['Cookie', `access=${token()}`]),
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
    ['leaks, without another one to use', (info: () => void) => leakingLogger(info, pool.bearer())],
  ])('is used if it %s', async (_name, createLogger) => {
    const info = vi.fn<() => void>()
    const app = express()
    app.use((req, _res, next) => {
      Object.assign(req, { log: createLogger(info) })
      next()
    })
    app.use(adapter.requireAuth(pool.options), adapter.requireGroup('admin'))
    await request(app).get('/').set('Authorization', pool.bearer()).expect(403)
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
    app.use(adapter.requireAuth(pool.options), adapter.requireGroup('admin'))
    await request(app).get('/').set('Authorization', authorization).expect(403)
    expect(info).toHaveBeenCalledTimes(1)
    expect(leaked).not.toHaveBeenCalled()
  })
})

function fail(): never {
  throw new Error('no fields')
}
