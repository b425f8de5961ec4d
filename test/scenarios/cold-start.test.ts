import { setMaxListeners } from 'node:events'
import { createTestUserPool } from '@cognito-auth/testing'
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { expressStage, fetches, frameworks, gate, keyServer, times } from './stage.ts'
import { forge } from './tokens.ts'

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool

describe.each(Object.entries(frameworks))('a cold start of %s', (_name, start) => {
  it('fetches the keys once for 200 requests at once', async () => {
    const server = await keyServer(pool.jwks)
    const held = gate()
    server.respond({ until: held.opened })
    const api = await start({ userPoolId, clientId, jwksUri: server.uri })

    const answers = api.tally(times(200, (i) => pool.accessToken({ username: `user${i}` })))
    await expect.poll(() => api.seen).toBe(200)
    held.open()

    expect(await answers).toEqual({ 200: 200 })
    expect(await fetches(server)).toBe(1)
  })

  it('fetches once for 200 requests at once when it is in vain, and refuses them all with 503', async () => {
    const server = await keyServer(pool.jwks)
    const held = gate()
    server.respond({ status: 500, until: held.opened })
    const api = await start({ userPoolId, clientId, jwksUri: server.uri })

    const answers = api.tally(times(200, () => pool.accessToken()))
    await expect.poll(() => api.seen).toBe(200)
    held.open()

    expect(await answers).toEqual({ '503 keys_unavailable': 200 })
    expect(await fetches(server)).toBe(1)
  })

  it('fetches once more at most when forged tokens are among the first', async () => {
    const server = await keyServer(pool.jwks)
    const held = gate()
    server.respond({ until: held.opened })
    const api = await start({ userPoolId, clientId, jwksUri: server.uri })

    const answers = api.tally(times(200, (i) => (i % 2 ? forge(pool.accessToken()) : pool.accessToken())))
    await expect.poll(() => api.seen).toBe(200)
    held.open()

    expect(await answers).toEqual({ 200: 100, '401 token_invalid': 100 })
    expect(await fetches(server)).toBeLessThanOrEqual(2)
  })

  it('serves 10,000 requests with 50 tokens from one fetch', async ({ annotate }) => {
    const server = await keyServer(pool.jwks)
    const api = await start({ userPoolId, clientId, jwksUri: server.uri })
    const tokens = times(50, (i) => pool.accessToken({ username: `user${i}` }))

    const begin = performance.now()
    for (let round = 0; round < 200; round++) {
      // oxlint-disable-next-line no-await-in-loop -- 50 connections, each of them kept alive
      expect(await api.tally(tokens)).toEqual({ 200: 50 })
    }
    const elapsed = performance.now() - begin

    await annotate(`10,000 requests in ${Math.round(elapsed)} ms`)
    expect(elapsed).toBeLessThan(15_000)
    expect(await fetches(server)).toBe(1)
  })
})

describe('a fetch of keys', () => {
  it('carries nothing of the request that needs them', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const token = pool.accessToken()

    const { statusCode, body } = await request(`${api.url}/?secret=query`, {
      headers: {
        authorization: `Bearer ${token}`,
        cookie: 'session=secret',
        forwarded: 'for=secret',
        'x-forwarded-for': 'secret',
        'x-request-id': 'secret',
        'user-agent': 'secret',
        traceparent: 'secret',
      },
    })
    await body.dump()

    expect(statusCode).toBe(200)
    expect(await fetches(server)).toBe(1)
    const [fetched] = server.requests
    expect(fetched).toMatchObject({ method: 'GET', url: '/.well-known/jwks.json' })
    expect(fetched?.headers).not.toHaveProperty('authorization')
    expect(fetched?.headers).not.toHaveProperty('cookie')
    expect(JSON.stringify(fetched)).not.toMatch(/secret/)
    expect(JSON.stringify(fetched)).not.toContain(token.slice(0, 20))
  })
})

describe('clients that hang up during a fetch', () => {
  it('harm nobody', async () => {
    const unhandled: unknown[] = []
    const remember = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', remember)
    const server = await keyServer(pool.jwks)
    const held = gate()
    server.respond({ until: held.opened })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    const impatient = new AbortController()
    setMaxListeners(50, impatient.signal)
    const headers = { authorization: pool.bearer() }
    const hungUp = times(50, () => request(api.url, { headers, signal: impatient.signal }))
    const outcomes = Promise.allSettled(hungUp)
    await expect.poll(() => api.seen).toBe(50)
    const answers = api.tally(times(50, () => pool.accessToken()))
    await expect.poll(() => api.seen).toBe(100)
    impatient.abort()
    expect((await outcomes).map(({ status }) => status)).toEqual(times(50, () => 'rejected'))
    held.open()

    expect(await answers).toEqual({ 200: 50 })
    expect(await fetches(server)).toBe(1)
    process.off('unhandledRejection', remember)
    expect(unhandled).toEqual([])
  })
})
