import { setTimeout as sleep } from 'node:timers/promises'
import { type ExpressAuthOptions, requireAuth } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import express from 'express'
import { pinoHttp } from 'pino-http'
import { expect, describe, it, onTestFinished } from 'vitest'
import { type RunningServer, start } from '../support/http.ts'
import { startJwksServer } from '../support/jwks-server.ts'
import { createLines, type Lines } from './support/lines.ts'

const pool = await createTestUserPool()
const { userPoolId, clientId, issuer } = pool
const levels = { info: 30, warn: 40 }

/** An API that logs requests with pino-http, and whose configuration keeps tokens out of the log. */
async function serve(options: ExpressAuthOptions): Promise<{ api: RunningServer; lines: Lines }> {
  const lines = createLines()
  const app = express()
  app.use(pinoHttp({ redact: ['req.headers.authorization'] }, lines.stream))
  app.use(requireAuth(options))
  app.get('/', (_req, res) => {
    res.json({})
  })
  const api = await start(app)
  onTestFinished(() => api.close())
  return { api, lines }
}

describe('requireAuth() behind pino-http', () => {
  it.each([
    ['no token', undefined, 'no_credentials'],
    ['an expired token', pool.bearer({ expiresInSeconds: -1 }), 'expired'],
    ['a token of another kind', `Bearer ${pool.idToken()}`, 'token_use'],
  ])('logs the refusal of %s once, with its reason and its request', async (_what, authorization, reason) => {
    const { api, lines } = await serve(pool.options)
    await api.send({ authorization })
    expect(lines.with('request refused')).toEqual([
      expect.objectContaining({ level: levels.info, reason, req: expect.objectContaining({ url: '/' }) }),
    ])
    await expect
      .poll(() => lines.with('request completed'))
      .toEqual([
        expect.objectContaining({ level: levels.info, res: expect.objectContaining({ statusCode: 401 }) }),
      ])
    expectNoToken(lines, authorization)
  })

  it('logs trouble with the keys while requests are served', async () => {
    const jwksServer = await startJwksServer(pool.jwks)
    onTestFinished(() => jwksServer.close())
    const keys = { maxAgeSeconds: 0.1 }
    const { api, lines } = await serve({ userPoolId, clientId, issuer, jwksUri: jwksServer.uri, keys })
    const authorization = pool.bearer()
    expect((await api.send({ authorization })).status).toBe(200)

    jwksServer.respond({ status: 500 })
    await sleep(150)
    expect((await api.send({ authorization })).status).toBe(200)
    await expect.poll(() => lines.with('keys could not be refreshed')).toHaveLength(1)
    expect(lines.all.filter(({ level }) => level === levels.warn)).toEqual([
      expect.objectContaining({ msg: 'keys could not be refreshed', reason: 'keys_unavailable' }),
    ])
    expectNoToken(lines, authorization)
  })

  it('logs a request that is refused for want of keys once, as a warning with the cause', async () => {
    const jwksServer = await startJwksServer(pool.jwks)
    onTestFinished(() => jwksServer.close())
    jwksServer.respond({ status: 500 })
    const { api, lines } = await serve({ userPoolId, clientId, issuer, jwksUri: jwksServer.uri })
    const authorization = pool.bearer()
    expect((await api.send({ authorization })).status).toBe(503)

    expect(lines.with('request refused')).toEqual([
      expect.objectContaining({
        level: levels.warn,
        reason: 'keys_unavailable',
        err: expect.objectContaining({ message: expect.stringContaining('500') }),
      }),
    ])
    expectNoToken(lines, authorization)
  })
})

/** Every segment of the token counts: its claims do not belong in a log either. */
function expectNoToken({ all }: Lines, authorization = ''): void {
  const text = JSON.stringify(all)
  expect(text.includes('[Redacted]')).toBe(authorization !== '')
  for (const segment of authorization.split(/[ .]/).slice(1)) expect(text).not.toContain(segment)
}
