import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { KeyOptions } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'
import { expressStage, fetches, keyServer, times } from './stage.ts'

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool
const jwks = JSON.stringify(pool.jwks)
const mebibyte = 2 ** 20

type FetchKeys = NonNullable<KeyOptions['fetch']>

const ignoresSignal: FetchKeys = (url) => fetch(url)
const neverAnswers: FetchKeys = () => new Promise(() => undefined)
const failsLate: FetchKeys = async () => {
  await sleep(200)
  throw new Error('too late')
}
const throwsAtOnce: FetchKeys = () => {
  throw new Error('no proxy')
}
const returnsNothing = (() => Promise.resolve()) as unknown as FetchKeys
const hasBeenRead: FetchKeys = async () => {
  const response = new Response(jwks)
  await response.text()
  return response
}

const slow = [
  ['never answers', { hang: true }],
  ['falls silent half-way', { hang: 'half-way' }],
  ['drips', { drip: { bytes: 1, everyMs: 20 } }],
  ['answers too late', { delayMs: 3000 }],
] as const

describe.each(slow)('a key server that %s', (_name, behaviour) => {
  it('costs a request timeoutSeconds in total', async () => {
    const server = await keyServer(pool.jwks)
    server.respond(behaviour)
    const keys = { timeoutSeconds: 0.25 }
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri, keys })

    const begin = performance.now()
    expect(await api.tally(times(20, () => pool.accessToken()))).toEqual({ '503 keys_unavailable': 20 })
    const elapsed = performance.now() - begin
    expect(elapsed).toBeGreaterThan(240)
    expect(elapsed).toBeLessThan(2500)

    // Those that come later do not wait: nothing is fetched for them.
    expect(await api.tally(times(20, () => pool.accessToken()))).toEqual({ '503 keys_unavailable': 20 })
    expect(await fetches(server)).toBe(1)
    await expect.poll(() => server.openSockets).toBe(0)
  })

  it('costs no more when keys.fetch ignores its signal', async () => {
    const server = await keyServer(pool.jwks)
    server.respond(behaviour)
    const keys = { timeoutSeconds: 0.25, fetch: ignoresSignal }
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri, keys })

    const begin = performance.now()
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503, retryAfter: '1' })
    const elapsed = performance.now() - begin
    expect(elapsed).toBeGreaterThan(240)
    expect(elapsed).toBeLessThan(2500)
    expect(server.hits).toBe(1)
  })
})

const unwanted = [
  ['drips', { drip: { bytes: 1, everyMs: 20 } }],
  ['falls silent half-way', { hang: 'half-way' }],
  ['answers 500 without end', { status: 500, paddingBytes: Infinity }],
  ['answers 200 without end', { paddingBytes: Infinity }],
] as const

describe.each(unwanted)('an answer that is not wanted any more, of a server that %s', (_name, behaviour) => {
  it('is not read any further, even if keys.fetch ignores its signal', async () => {
    const server = await keyServer(pool.jwks)
    server.respond(behaviour)
    const keys = { timeoutSeconds: 0.2, fetch: ignoresSignal }
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri, keys })

    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503 })
    await expect.poll(() => server.openSockets).toBe(0)
    expect(server.hits).toBe(1)
  })
})

describe('a key server that hangs', () => {
  it('costs five seconds unless the options say otherwise', async () => {
    const server = await keyServer(pool.jwks)
    server.respond({ hang: true })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    const begin = performance.now()
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503 })
    const elapsed = performance.now() - begin
    expect(elapsed).toBeGreaterThan(4990)
    expect(elapsed).toBeLessThan(7500)
    expect(await fetches(server)).toBe(1)
  })
})

describe('keys.fetch', () => {
  it('costs timeoutSeconds when it never settles', async () => {
    const keys = { timeoutSeconds: 0.25, fetch: neverAnswers }
    const api = await expressStage({ userPoolId, clientId, keys })

    const begin = performance.now()
    expect(await api.tally(times(20, () => pool.accessToken()))).toEqual({ '503 keys_unavailable': 20 })
    const elapsed = performance.now() - begin
    expect(elapsed).toBeGreaterThan(240)
    expect(elapsed).toBeLessThan(2500)
  })

  it.each<[string, FetchKeys]>([
    ['throws', throwsAtOnce],
    ['returns nothing', returnsNothing],
    ['returns a response that has been read', hasBeenRead],
  ])('is an outage when it %s', async (_name, broken) => {
    const api = await expressStage({ userPoolId, clientId, keys: { fetch: broken } })
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503, retryAfter: '1' })
  })

  it('leaves no rejection unhandled when it fails after the time is up', async () => {
    const unhandled: unknown[] = []
    const remember = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', remember)
    const api = await expressStage({ userPoolId, clientId, keys: { timeoutSeconds: 0.1, fetch: failsLate } })

    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503 })
    await sleep(300)
    process.off('unhandledRejection', remember)
    expect(unhandled).toEqual([])
  })
})

describe('a body without end', () => {
  it.each([
    ['50 MiB', 50 * mebibyte, 200],
    ['endless white space', Infinity, 200],
    ['50 MiB beside a 500', 50 * mebibyte, 500],
  ])('of %s is given up after about 1 MiB', async (_name, paddingBytes, status) => {
    const server = await keyServer(pool.jwks)
    server.respond({ paddingBytes, status })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503 })
    expect(await fetches(server)).toBe(1)
    await expect.poll(() => server.openSockets).toBe(0)
    // The rest of it is what the buffers of both sockets hold.
    expect(server.bytesSent).toBeLessThan(12 * mebibyte)
  })

  it('is counted after it was unpacked', async () => {
    const server = await keyServer(pool.jwks)
    const body = gzipSync(jwks.padStart(50 * mebibyte))
    server.respond({ body, headers: { 'content-encoding': 'gzip' } })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    expect(body.length).toBeLessThan(mebibyte / 4)
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503 })
    expect(await fetches(server)).toBe(1)
  })

  it.each([
    ['exactly 1 MiB is read', mebibyte, 200],
    ['one byte more is not', mebibyte + 1, 503],
  ])('begins above 1 MiB: %s', async (_name, size, status) => {
    const server = await keyServer(pool.jwks)
    server.respond({ body: jwks.padEnd(size) })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    expect(await api.get(pool.accessToken())).toMatchObject({ status })
    expect(await fetches(server)).toBe(1)
  })
})

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('is not followed (%i)', async (status) => {
    const target = await keyServer(pool.jwks)
    const server = await keyServer(pool.jwks)
    server.respond({ redirect: target.uri, status })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503, retryAfter: '1' })
    expect(await fetches(server)).toBe(1)
    expect(await fetches(target)).toBe(0)
  })

  it('brings no keys when keys.fetch follows it', async () => {
    const target = await keyServer(pool.jwks)
    const server = await keyServer(pool.jwks)
    server.respond({ redirect: target.uri })
    const keys = { fetch: ignoresSignal }
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri, keys })

    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503, retryAfter: '1' })
    expect(await fetches(server)).toBe(1)
    expect(target.hits).toBe(1)
  })
})
