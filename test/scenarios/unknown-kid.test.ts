import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'
import { advance, expressStage, fetches, freezeClock, gate, keyServer, pauses, times } from './stage.ts'
import { createKey, forge } from './tokens.ts'

/* oxlint-disable no-await-in-loop -- cool-downs follow each other */

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool

freezeClock()

/** As many forged tokens, each naming another key that does not exist. */
function flood(count: number): string[] {
  const token = pool.accessToken()
  return times(count, () => forge(token))
}

describe('a flood of unknown kids', () => {
  it('costs one refresh per cool-down, and good tokens nothing', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 200 })

    for (let cooldown = 1; cooldown <= 5; cooldown++) {
      const good = times(50, () => pool.accessToken())
      expect(await api.tally([...flood(100), ...good])).toEqual({ 200: 50, '401 token_invalid': 100 })
      expect(await fetches(server)).toBe(1 + cooldown)

      advance(9.999)
      expect(await api.tally([...flood(100), ...good])).toEqual({ 200: 50, '401 token_invalid': 100 })
      expect(await fetches(server)).toBe(1 + cooldown)
      advance(0.001)
    }
  })

  it('does not hold up good tokens while it waits for its refresh', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const remembered = pool.accessToken()
    await api.get(remembered)

    const held = gate()
    server.respond({ until: held.opened })
    const refusals = api.tally(flood(100))
    await expect.poll(() => server.pending).toBe(1)
    expect(await api.tally([remembered, ...times(50, () => pool.accessToken())])).toEqual({ 200: 51 })
    expect(server.pending).toBe(1)
    held.open()

    expect(await refusals).toEqual({ '401 token_invalid': 100 })
    expect(await fetches(server)).toBe(2)
  })

  it('costs one fetch when it comes first, and the next good token none', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    expect(await api.tally(flood(200))).toEqual({ '401 token_invalid': 200 })
    expect(await fetches(server)).toBe(1)
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(1)

    advance(10)
    expect(await api.tally(flood(200))).toEqual({ '401 token_invalid': 200 })
    expect(await fetches(server)).toBe(2)
  })

  it('costs one attempt per cool-down during an outage, and is 503 while keys are held', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    await api.get(pool.accessToken())
    server.respond({ status: 500 })

    for (const [index, pause] of pauses.entries()) {
      const good = times(20, () => pool.accessToken())
      expect(await api.tally([...flood(100), ...good])).toEqual({ 200: 20, '503 keys_unavailable': 100 })
      expect(await fetches(server)).toBe(2 + index)

      advance(pause - 0.001)
      expect(await api.tally([...flood(100), ...good])).toEqual({ 200: 20, '503 keys_unavailable': 100 })
      expect(await fetches(server)).toBe(2 + index)
      advance(0.001)
    }

    server.respond({})
    expect(await api.tally(flood(100))).toEqual({ '401 token_invalid': 100 })
    expect(await fetches(server)).toBe(2 + pauses.length)
  })

  it('costs one attempt per cool-down during an outage, and is 503 when no keys are held', async () => {
    const server = await keyServer(pool.jwks)
    server.respond({ status: 500 })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    for (const [index, pause] of pauses.entries()) {
      const tokens = [...flood(100), ...times(20, () => pool.accessToken())]
      expect(await api.tally(tokens)).toEqual({ '503 keys_unavailable': 120 })
      expect(await fetches(server)).toBe(1 + index)

      advance(pause - 0.001)
      expect(await api.tally(tokens)).toEqual({ '503 keys_unavailable': 120 })
      expect(await fetches(server)).toBe(1 + index)
      advance(0.001)
    }
  })

  it('delays a new key by one cool-down at most', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    await api.get(pool.accessToken())
    await api.tally(flood(100))
    const newKey = await createKey('new')
    const token = newKey.resign(pool.accessToken())
    server.respond({ body: { keys: [newKey.jwk, ...pool.jwks.keys] } })

    advance(9.999)
    expect(await api.get(token)).toMatchObject({ status: 401, code: 'token_invalid' })
    expect(await fetches(server)).toBe(2)
    advance(0.001)
    expect(await api.get(token)).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(3)
  })

  it('keeps to a cool-down of its own choice', async () => {
    const server = await keyServer(pool.jwks)
    const keys = { cooldownSeconds: 60 }
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri, keys })
    await api.get(pool.accessToken())

    await api.tally(flood(20))
    advance(59.999)
    await api.tally(flood(20))
    expect(await fetches(server)).toBe(2)
    advance(0.001)
    await api.tally(flood(20))
    expect(await fetches(server)).toBe(3)
  })
})
