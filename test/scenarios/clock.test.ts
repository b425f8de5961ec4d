import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'
import { advance, expressStage, fetches, freezeClock, keyServer, pauses, times } from './stage.ts'
import { createKey, forge } from './tokens.ts'

/* oxlint-disable no-await-in-loop -- time goes on in steps */

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool
const hour = 3600
const year = 365 * 24 * hour

freezeClock()

/** An API that has its keys, and a token that outlives every step of the clock. */
async function warmStage() {
  const server = await keyServer(pool.jwks)
  const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
  const lasting = pool.accessToken({ expiresInSeconds: 10 * year })
  await api.get(lasting)
  expect(await fetches(server)).toBe(1)
  return { server, api, lasting }
}

describe.each([
  ['an hour', hour],
  ['a year', year],
])('a clock that jumps forwards by %s', (_name, step) => {
  it('costs one fetch', async () => {
    const { server, api, lasting } = await warmStage()
    advance(step)
    for (let round = 0; round < 5; round++) {
      expect(await api.tally([lasting, ...times(20, () => pool.accessToken())])).toEqual({ 200: 21 })
      expect(await fetches(server)).toBe(2)
    }
  })

  it('and back again costs one fetch more', async () => {
    const { server, api, lasting } = await warmStage()
    advance(step)
    expect(await api.get(lasting)).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(2)
    advance(-step)
    for (let round = 0; round < 5; round++) {
      expect(await api.tally([lasting, pool.accessToken()])).toEqual({ 200: 2 })
      expect(await fetches(server)).toBe(3)
    }
  })
})

describe.each([
  ['a second', 1],
  ['an hour', hour],
  ['a year', year],
])('a clock that jumps backwards by %s', (_name, step) => {
  it('costs one fetch, and nobody an answer', async () => {
    const { server, api, lasting } = await warmStage()
    advance(-step)
    for (let round = 0; round < 5; round++) {
      expect(await api.tally([lasting, ...times(20, () => pool.accessToken())])).toEqual({ 200: 21 })
      expect(await fetches(server)).toBe(2)
    }
    // The keys are as old as the new clock says.
    advance(600)
    expect(await api.get(lasting)).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(2)
    advance(0.001)
    expect(await api.get(lasting)).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(3)
  })

  it('costs one attempt per cool-down during an outage', async () => {
    const { server, api, lasting } = await warmStage()
    server.respond({ status: 500 })
    advance(-step)
    for (const [index, pause] of pauses.entries()) {
      expect(await api.tally([lasting, forge(lasting)])).toEqual({ 200: 1, '503 keys_unavailable': 1 })
      expect(await fetches(server)).toBe(2 + index)
      advance(pause - 0.001)
      expect(await api.tally([lasting, forge(lasting)])).toEqual({ 200: 1, '503 keys_unavailable': 1 })
      expect(await fetches(server)).toBe(2 + index)
      advance(0.001)
    }
  })

  it('does not prolong an outage that began before', async () => {
    const server = await keyServer(pool.jwks)
    server.respond({ status: 500 })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503, retryAfter: '1' })

    advance(-step)
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 503, retryAfter: '2' })
    expect(await fetches(server)).toBe(2)
    server.respond({})
    advance(2)
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(3)
  })

  it('does not keep a new key out, although a cool-down had just begun', async () => {
    const { server, api, lasting } = await warmStage()
    await api.get(forge(lasting))
    expect(await fetches(server)).toBe(2)
    const newKey = await createKey('new')
    server.respond({ body: { keys: [newKey.jwk, ...pool.jwks.keys] } })

    advance(-step)
    expect(await api.tally([newKey.resign(lasting), lasting])).toEqual({ 200: 2 })
    expect(await fetches(server)).toBe(3)
  })
})

describe('remembered tokens', () => {
  it('expire by the clock of the moment', async () => {
    const { server, api } = await warmStage()
    const token = pool.accessToken({ expiresInSeconds: 300 })
    expect(await api.get(token)).toMatchObject({ status: 200 })

    advance(299.999)
    expect(await api.get(token)).toMatchObject({ status: 200 })
    advance(0.001)
    expect(await api.get(token)).toMatchObject({ status: 401, code: 'token_expired' })
    advance(-300)
    expect(await api.get(token)).toMatchObject({ status: 200 })
    advance(year)
    expect(await api.get(token)).toMatchObject({ status: 401, code: 'token_expired' })
    expect(await fetches(server)).toBe(2)
  })

  it('are not good before their time either', async () => {
    const { server, api } = await warmStage()
    const token = pool.accessToken({ claims: { nbf: Math.floor(Date.now() / 1000) } })
    expect(await api.get(token)).toMatchObject({ status: 200 })

    advance(-0.001)
    expect(await api.get(token)).toMatchObject({ status: 401, code: 'token_invalid' })
    expect(await fetches(server)).toBe(2)
    advance(0.001)
    expect(await api.get(token)).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(2)
  })
})
