import { createAuthenticator, ForbiddenError, inGroup } from '@cognito-auth/core'
import { createTestUserPool } from '@cognito-auth/testing'
import Koa from 'koa'
import { afterEach, beforeEach, describe, expect, it, type MockInstance, onTestFinished, vi } from 'vitest'
import { type RunningServer, start } from '../support/http.ts'
import { answerOf, passes, realm, refusals } from './support/cases.ts'

const pool = await createTestUserPool()

/** Koa answers errors as http-errors describes them: by `status`, `expose` and `headers`. */
describe('What core throws, in an application of Koa', () => {
  let errorLog: MockInstance

  beforeEach(() => {
    errorLog = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  })

  afterEach(() => errorLog.mockRestore())

  async function serve(
    authenticator = createAuthenticator({ ...pool.options, realm }),
  ): Promise<RunningServer> {
    const app = new Koa()
    app.use(async (context) => {
      if (context.path === '/ready') await authenticator.ready()
      const { authorization } = context.req.headersDistinct
      const principal = await authenticator.authenticate(authorization)
      if (context.path === '/admin' && !inGroup('admin')(principal).allowed)
        throw new ForbiddenError({ protectionSpace: { realm } })
      context.body = 'ok'
    })
    return listen(app)
  }

  async function listen(app: Koa): Promise<RunningServer> {
    const handle = app.callback()
    const api = await start((req, res) => void handle(req, res))
    onTestFinished(() => api.close())
    return api
  }

  it.each(refusals)('answers $title with status, challenge and message', async (refusal) => {
    const { path, authorization, answer, message } = refusal
    const api = await serve()
    const reply = await api.send({ path, authorization: authorization(pool) })
    expect(answerOf(reply)).toEqual({ ...answer, code: undefined })
    expect(reply.body).toBe(message)
    expect(errorLog).not.toHaveBeenCalled()
  })

  it.each(passes)('lets $title pass', async ({ path, authorization, answer }) => {
    const api = await serve()
    expect(answerOf(await api.send({ path, authorization: authorization(pool) }))).toEqual(answer)
  })

  it('may be passed to context.throw(), which assigns expose and status', async () => {
    const app = new Koa()
    app.use((context) => context.throw(new ForbiddenError({ protectionSpace: { realm } })))
    const api = await listen(app)
    const { status, headers } = await api.send()
    expect(status).toBe(403)
    expect(headers['www-authenticate']).toBe(`Bearer realm="${realm}", error="insufficient_scope"`)
    expect(errorLog).not.toHaveBeenCalled()
  })

  it('keeps the message of ready(), which names the pool, out of the answer and in the log', async () => {
    const { userPoolId, clientId } = pool
    const fetchKeys = (): Promise<Response> => Promise.reject(new Error('No route'))
    const api = await serve(createAuthenticator({ userPoolId, clientId, keys: { fetch: fetchKeys } }))
    const { status, body, headers } = await api.send({ path: '/ready' })
    expect([status, body]).toEqual([503, 'Service Unavailable'])
    expect(headers['retry-after']).toMatch(/^\d+$/)
    expect(JSON.stringify(errorLog.mock.calls)).toContain(userPoolId)
  })
})
