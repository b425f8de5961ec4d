import { requireAuth } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type RunningServer, start } from '../support/http.ts'
import { openPage, type Page } from '../support/page.ts'

type GetToken = (options: { forceRefresh: boolean }) => Promise<string>

describe('The fetch of the recipe for refresh tokens', () => {
  let pool: TestUserPool
  let page: Page
  let api: RunningServer
  let createApiFetch: (getToken: GetToken) => typeof fetch
  const bodies: unknown[] = []

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/recipes/refresh.md')
    ;({ createApiFetch } = await page.module<{ createApiFetch: typeof createApiFetch }>('createApiFetch'))
    const app = express()
    app.get('/other', (_req, res) => {
      res.sendStatus(401)
    })
    app.use(requireAuth({ ...pool.options, isRevoked: ({ username }) => username === 'revoked' }))
    app.post('/', express.json(), (req, res) => {
      bodies.push(req.body)
      res.json('ok')
    })
    api = await start(app)
  })

  afterAll(async () => {
    await api.close()
    await page.remove()
  })

  const post = (apiFetch: typeof fetch) =>
    apiFetch(api.origin, {
      method: 'POST',
      body: JSON.stringify({ item: 'tea' }),
      headers: { 'Content-Type': 'application/json' },
    })

  /** A client that keeps the new token after a refresh. */
  function tokens(first: string, refreshed: string) {
    let current = first
    return vi.fn<GetToken>(async ({ forceRefresh }) => {
      if (forceRefresh) current = refreshed
      return current
    })
  }

  const refreshes = (getToken: ReturnType<typeof tokens>) =>
    getToken.mock.calls.filter(([{ forceRefresh }]) => forceRefresh).length

  it('sends the token', async () => {
    const getToken = tokens(pool.accessToken(), 'unused')
    expect((await post(createApiFetch(getToken))).status).toBe(200)
    expect(getToken.mock.calls).toEqual([[{ forceRefresh: false }]])
  })

  it('repeats a request with its body after a refresh, which requests share', async () => {
    bodies.splice(0)
    const getToken = tokens(pool.accessToken({ expiresInSeconds: -1 }), pool.accessToken())
    const apiFetch = createApiFetch(getToken)
    const responses = await Promise.all([post(apiFetch), post(apiFetch)])
    expect(responses.map(({ status }) => status)).toEqual([200, 200])
    expect(bodies).toEqual([{ item: 'tea' }, { item: 'tea' }])
    expect(refreshes(getToken)).toBe(1)
    expect((await post(apiFetch)).status).toBe(200)
    expect(refreshes(getToken)).toBe(1)
  })

  it('repeats it once only', async () => {
    const expired = pool.accessToken({ expiresInSeconds: -1 })
    const getToken = tokens(expired, expired)
    const response = await post(createApiFetch(getToken))
    expect(await response.json()).toMatchObject({ code: 'token_expired' })
    expect(refreshes(getToken)).toBe(1)
  })

  it('does not refresh after a revocation, or a 401 of something else', async () => {
    const revoked = tokens(pool.accessToken({ username: 'revoked' }), 'unused')
    expect((await post(createApiFetch(revoked))).status).toBe(401)
    const good = tokens(pool.accessToken(), 'unused')
    expect((await createApiFetch(good)(`${api.origin}/other`)).status).toBe(401)
    expect([revoked, good].map(refreshes)).toEqual([0, 0])
  })

  it('rejects if the user has to sign in', async () => {
    const expired = pool.accessToken({ expiresInSeconds: -1 })
    const apiFetch = createApiFetch(async ({ forceRefresh }) => {
      if (forceRefresh) throw new Error('Not signed in')
      return expired
    })
    await expect(post(apiFetch)).rejects.toThrow('Not signed in')
  })
})
