import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'
import { advance, expressStage, fetches, freezeClock, gate, keyServer, times } from './stage.ts'
import { createKey, forge } from './tokens.ts'

/* oxlint-disable no-await-in-loop -- time goes on in steps */

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool
const [oldKey, newKey, successor] = await Promise.all([
  createKey('old'),
  createKey('new'),
  createKey('old'), // the same name, other material
])
const onlyOld = { keys: [oldKey.jwk] }
const onlyNew = { keys: [newKey.jwk] }
const both = { keys: [newKey.jwk, oldKey.jwk] }

function tokens(key: typeof oldKey, count: number): string[] {
  return times(count, () => key.resign(pool.accessToken()))
}

freezeClock()

describe('a rotation', () => {
  it('passes under traffic without one wrong answer', async () => {
    const server = await keyServer(onlyOld)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const lasting = tokens(oldKey, 20)
    expect(await api.tally(lasting)).toEqual({ 200: 20 })
    expect(await fetches(server)).toBe(1)

    // Published, and in use at once.
    server.respond({ body: both })
    for (let minute = 0; minute < 60; minute++) {
      const mixed = [...tokens(newKey, 5), ...lasting, ...tokens(newKey, 5)]
      expect(await api.tally(mixed)).toEqual({ 200: 30 })
      // One for the unknown kid, then one each time that the keys are older than ten minutes.
      expect(await fetches(server)).toBe(2 + Math.floor(minute / 11))
      advance(60)
    }

    // The tokens of the old key have expired an hour later, and the key goes.
    expect(await api.tally(lasting)).toEqual({ '401 token_expired': 20 })
    server.respond({ body: onlyNew })
    for (let minute = 60; minute < 90; minute++) {
      expect(await api.tally(tokens(newKey, 10))).toEqual({ 200: 10 })
      expect(await fetches(server)).toBe(2 + Math.floor(minute / 11))
      advance(60)
    }
    expect(await api.tally(tokens(oldKey, 10))).toEqual({ '401 token_invalid': 10 })
  })

  it('costs one fetch for 200 requests with the new key at once', async () => {
    const server = await keyServer(onlyOld)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    await api.tally(tokens(oldKey, 1))

    const held = gate()
    server.respond({ body: both, until: held.opened })
    const answers = api.tally([...tokens(newKey, 200), ...tokens(oldKey, 50)])
    await expect.poll(() => api.seen).toBe(251)
    held.open()
    expect(await answers).toEqual({ 200: 250 })
    expect(await fetches(server)).toBe(2)
  })

  it('is seen although a fetch that was under way before does not have the new key', async () => {
    const server = await keyServer(onlyOld)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    await api.tally(tokens(oldKey, 1))

    const held = gate()
    server.respond((hit) => (hit === 2 ? { until: held.opened } : { body: both }))
    advance(601)
    expect(await api.tally(tokens(oldKey, 10))).toEqual({ 200: 10 })
    await expect.poll(() => server.pending).toBe(1)
    const answers = api.tally(tokens(newKey, 10))
    await expect.poll(() => api.seen).toBe(21)
    held.open()
    expect(await answers).toEqual({ 200: 10 })
    expect(await fetches(server)).toBe(3)
  })
})

describe('a key that was withdrawn', () => {
  it('stops working at the next refresh, its remembered tokens too', async () => {
    const server = await keyServer(both)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const [remembered = '', another = ''] = tokens(oldKey, 2)
    await api.tally([remembered])
    server.respond({ body: onlyNew })

    advance(600)
    expect(await api.tally([remembered, another])).toEqual({ 200: 2 })
    expect(await fetches(server)).toBe(1)

    // One that is older is still used while the refresh runs.
    advance(0.001)
    expect(await api.tally([remembered])).toEqual({ 200: 1 })
    expect(await fetches(server)).toBe(2)
    expect(await api.tally([remembered, another])).toEqual({ '401 token_invalid': 2 })
    expect(await api.tally(tokens(newKey, 10))).toEqual({ 200: 10 })
    // Its kid is an unknown one now, which costs one refresh.
    expect(await fetches(server)).toBe(3)
  })

  it('stops working when an unknown kid brings the refresh forward', async () => {
    const server = await keyServer(both)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const remembered = tokens(oldKey, 1)
    expect(await api.tally(remembered)).toEqual({ 200: 1 })
    server.respond({ body: onlyNew })

    expect(await api.get(forge(pool.accessToken()))).toMatchObject({ status: 401 })
    expect(await api.tally([...remembered, ...tokens(oldKey, 10)])).toEqual({ '401 token_invalid': 11 })
    expect(await fetches(server)).toBe(2)
  })

  it('works again when it is published again', async () => {
    const server = await keyServer(both)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const token = tokens(oldKey, 1)
    await api.tally(token)
    server.respond({ body: onlyNew })
    await api.get(forge(pool.accessToken()))
    expect(await api.tally(token)).toEqual({ '401 token_invalid': 1 })

    server.respond({ body: both })
    advance(10)
    expect(await api.tally(token)).toEqual({ 200: 1 })
    expect(await fetches(server)).toBe(3)
  })
})

describe('new material under a known kid', () => {
  it('takes the place of the old one at the next refresh', async () => {
    const server = await keyServer(onlyOld)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const [remembered = '', another = ''] = tokens(oldKey, 2)
    const renewed = tokens(successor, 2)
    await api.tally([remembered])
    server.respond({ body: { keys: [successor.jwk] } })

    advance(600)
    expect(await api.tally([remembered, another, ...renewed])).toEqual({ 200: 2, '401 token_invalid': 2 })
    expect(await fetches(server)).toBe(1)

    advance(0.001)
    expect(await api.tally([remembered])).toEqual({ 200: 1 })
    expect(await fetches(server)).toBe(2)
    expect(await api.tally([remembered, another, ...renewed])).toEqual({ 200: 2, '401 token_invalid': 2 })
    expect(await api.tally(renewed)).toEqual({ 200: 2 })
    expect(await api.tally([remembered, another])).toEqual({ '401 token_invalid': 2 })
    expect(await fetches(server)).toBe(2)
  })

  it('leaves remembered tokens alone when only other members of the key change', async () => {
    const server = await keyServer(onlyOld)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const remembered = tokens(oldKey, 1)
    await api.tally(remembered)

    server.respond({ body: { keys: [{ ...oldKey.jwk, use: undefined, x5t: 'thumbprint' }] } })
    advance(601)
    await api.tally(remembered)
    expect(await fetches(server)).toBe(2)
    expect(await api.tally(remembered)).toEqual({ 200: 1 })
  })
})
