import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startJwksServer } from '../support/jwks-server.ts'
import {
  advance,
  expressStage,
  fetches,
  frameworks,
  freezeClock,
  gate,
  keyServer,
  pauses,
  times,
} from './stage.ts'
import { forge } from './tokens.ts'

/* oxlint-disable no-await-in-loop -- time goes on in steps */

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool

freezeClock()

const outages = [
  ['answers 500', { status: 500 }],
  ['answers 503', { status: 503, headers: { 'retry-after': '3600' } }],
  ['answers 403', { status: 403 }],
  ['answers 429', { status: 429 }],
  ['answers 304', { status: 304, body: '' }],
  ['resets connections', { reset: true }],
] as const

describe.each(outages)('a key server that %s', (_name, behaviour) => {
  it('is asked once per cool-down, and its API recovers by itself', async () => {
    const server = await keyServer(pool.jwks)
    server.respond(behaviour)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    for (const [index, pause] of pauses.entries()) {
      for (let left = pause; left > 0; left--) {
        const tokens = [pool.accessToken(), pool.accessToken(), forge(pool.accessToken())]
        expect(await api.tally(tokens)).toEqual({ '503 keys_unavailable': 3 })
        expect(await api.get(pool.accessToken())).toMatchObject({ retryAfter: String(left) })
        expect(await fetches(server)).toBe(1 + index)
        advance(1)
      }
    }

    server.respond({})
    expect(await api.tally(times(50, () => pool.accessToken()))).toEqual({ 200: 50 })
    expect(await fetches(server)).toBe(1 + pauses.length)
  })

  it('does not matter to an API that has keys', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const remembered = pool.accessToken({ expiresInSeconds: 7200 })
    await api.get(remembered)
    server.respond(behaviour)

    // The connection of the first fetch is kept. When it is reset, the request is sent again on a new one.
    const repeated = 'reset' in behaviour ? 1 : 0
    // Nobody asks for 10 minutes, then once per cool-down.
    advance(600)
    expect(await api.tally([remembered, pool.accessToken()])).toEqual({ 200: 2 })
    expect(await fetches(server)).toBe(1)
    advance(1)
    for (const [index, pause] of pauses.entries()) {
      for (let left = pause; left > 0; left--) {
        expect(await api.tally([remembered, pool.accessToken()])).toEqual({ 200: 2 })
        expect(await fetches(server)).toBe(2 + index + repeated)
        advance(1)
      }
    }
  })
})

describe.each(Object.entries(frameworks))('an outage of a day, on %s', (_name, start) => {
  it('is bridged up to maxStaleSeconds, and ends within a cool-down', async () => {
    const server = await keyServer(pool.jwks)
    const api = await start({ userPoolId, clientId, jwksUri: server.uri })
    const remembered = pool.accessToken({ expiresInSeconds: 172_800 })
    await api.get(remembered)
    expect(await fetches(server)).toBe(1)
    server.respond({ status: 500 })

    for (let hour = 1; hour <= 23; hour++) {
      advance(3600)
      expect(await api.tally([remembered, pool.accessToken()])).toEqual({ 200: 2 })
      expect(await fetches(server)).toBe(1 + hour)
    }

    advance(3600)
    expect(await api.tally([remembered, pool.accessToken()])).toEqual({ 200: 2 })
    expect(await fetches(server)).toBe(25)
    advance(0.001)
    expect(await api.tally([remembered, pool.accessToken()])).toEqual({ '503 keys_unavailable': 2 })
    expect(await api.get(forge(remembered))).toMatchObject({ status: 503, retryAfter: '10' })
    expect(await fetches(server)).toBe(25)

    // A cool-down later, somebody asks in vain; in the next the server is back.
    advance(9.999)
    expect(await api.tally([remembered, pool.accessToken()])).toEqual({ '503 keys_unavailable': 2 })
    expect(await fetches(server)).toBe(26)
    server.respond({})
    advance(9.999)
    expect(await api.tally([remembered, pool.accessToken()])).toEqual({ '503 keys_unavailable': 2 })
    expect(await fetches(server)).toBe(26)
    advance(0.001)
    expect(await api.tally([remembered, pool.accessToken()])).toEqual({ 200: 2 })
    expect(await fetches(server)).toBe(27)
  })
})

describe('a key server that is gone', () => {
  it('is 503 until it is back at its address', async () => {
    const first = await startJwksServer(pool.jwks)
    await first.close()
    const api = await expressStage({ userPoolId, clientId, jwksUri: first.uri })
    expect(await api.tally(times(50, () => pool.accessToken()))).toEqual({ '503 keys_unavailable': 50 })

    const server = await startJwksServer(pool.jwks, Number(new URL(first.uri).port))
    onTestFinished(() => server.close())
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503, retryAfter: '1' })
    advance(1)
    expect(await api.tally(times(50, () => pool.accessToken()))).toEqual({ 200: 50 })
    expect(await fetches(server)).toBe(1)
  })
})

describe('a refresh', () => {
  it('holds nobody up who has a key', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const remembered = pool.accessToken()
    await api.get(remembered)

    const held = gate()
    server.respond({ until: held.opened })
    advance(601)
    expect(await api.tally([remembered, ...times(100, () => pool.accessToken())])).toEqual({ 200: 101 })
    expect(await api.tally(times(100, () => pool.accessToken()))).toEqual({ 200: 100 })
    expect(server.pending).toBe(1)
    held.open()
    expect(await fetches(server)).toBe(2)
  })

  it('is due at the age that the options say', async () => {
    const server = await keyServer(pool.jwks)
    const keys = { maxAgeSeconds: 60, maxStaleSeconds: 120 }
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri, keys })
    await api.get(pool.accessToken())

    advance(60)
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(1)
    advance(0.001)
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(2)

    server.respond({ status: 500 })
    advance(120)
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(3)
    advance(0.001)
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503 })
    expect(await fetches(server)).toBe(3)
  })

  it('is waited for when the keys have become too old, while nothing was asked', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const remembered = pool.accessToken({ expiresInSeconds: 172_800 })
    await api.get(remembered)

    advance(86_401)
    expect(await api.tally([remembered, ...times(50, () => pool.accessToken())])).toEqual({ 200: 51 })
    expect(await fetches(server)).toBe(2)
  })
})
