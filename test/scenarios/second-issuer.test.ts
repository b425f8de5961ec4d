import { createAuthenticator, type CognitoAuthOptions } from '@cognito-auth/core'
import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'
import type { ControlledJwksServer } from '../support/jwks-server.ts'
import {
  advance,
  expressStage,
  fastifyStage,
  fetches,
  freezeClock,
  gate,
  keyServer,
  pauses,
  times,
} from './stage.ts'
import { createKey, forge } from './tokens.ts'

/* oxlint-disable no-await-in-loop -- cool-downs follow each other */

const pool = await createTestUserPool()
const neighbour = await createTestUserPool({ userPoolId: 'eu-west-1_EXAMPLE2' })
const { userPoolId, clientId, issuer: original } = pool
const updated = original.replace('https://', 'https://issuer-')

freezeClock()

/** Two key servers, and options with which they stand at Cognito's addresses. */
async function bothIssuers() {
  const originalKeys = await keyServer(pool.jwks)
  const updatedKeys = await keyServer(pool.jwks)
  const keys = { fetch: fetchFrom({ [original]: originalKeys, [updated]: updatedKeys }) }
  return { originalKeys, updatedKeys, options: { userPoolId, clientId, keys } }
}

function fetchFrom(
  servers: Readonly<Record<string, ControlledJwksServer>>,
): NonNullable<NonNullable<CognitoAuthOptions['keys']>['fetch']> {
  return function fetchFromLoopback(url, init) {
    const server = servers[url.replace('/.well-known/jwks.json', '')]
    if (server === undefined) throw new Error(`Nobody is at ${url}`)
    return fetch(server.uri, init)
  }
}

function updatedToken(): string {
  return pool.accessToken({ claims: { iss: updated } })
}

describe.each([400, 403, 404])('a pool that never switched (%i)', (status) => {
  it('refuses tokens of the updated issuer with 401, for one fetch per cool-down', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    updatedKeys.respond({ status })
    const api = await expressStage(options)

    for (let cooldown = 1; cooldown <= 3; cooldown++) {
      const tokens = [
        ...times(20, () => pool.accessToken()),
        ...times(20, () => updatedToken()),
        ...times(20, () => forge(updatedToken())),
      ]
      expect(await api.tally(tokens)).toEqual({ 200: 20, '401 token_invalid': 40 })
      expect(await fetches(updatedKeys)).toBe(cooldown)
      advance(9.999)
      expect(await api.tally(tokens)).toEqual({ 200: 20, '401 token_invalid': 40 })
      expect(await fetches(updatedKeys)).toBe(cooldown)
      advance(0.001)
    }
    expect(await fetches(originalKeys)).toBe(1)
  })
})

const outages = [
  ['500', { status: 500 }],
  ['503', { status: 503 }],
  ['429', { status: 429 }],
  ['408', { status: 408 }],
  ['a reset', { reset: true }],
  ['a redirect', { redirect: 'http://127.0.0.1:9/' }],
  ['no keys', { body: { keys: [] } }],
  ['HTML', { body: '<!doctype html>' }],
] as const

describe.each(outages)('%s at the updated issuer', (_name, behaviour) => {
  it('is 503 for the tokens of that issuer only, for one fetch per cool-down', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    updatedKeys.respond(behaviour)
    const api = await expressStage(options)

    for (const [index, pause] of pauses.entries()) {
      const tokens = [
        ...times(20, () => pool.accessToken()),
        ...times(20, () => updatedToken()),
        ...times(20, () => forge(updatedToken())),
      ]
      expect(await api.tally(tokens)).toEqual({ 200: 20, '503 keys_unavailable': 40 })
      advance(pause - 0.001)
      expect(await api.get(updatedToken())).toEqual({
        status: 503,
        code: 'keys_unavailable',
        retryAfter: '1',
      })
      expect(await fetches(updatedKeys)).toBe(1 + index)
      advance(0.001)
    }
    expect(await fetches(originalKeys)).toBe(1)
  })
})

describe('the updated issuer', () => {
  it('is not fetched until a token names it', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    const api = await fastifyStage(options)
    const tokens = [...times(50, () => pool.accessToken()), ...times(50, () => forge(pool.accessToken()))]

    expect(await api.tally(tokens)).toEqual({ 200: 50, '401 token_invalid': 50 })
    expect(await fetches(originalKeys)).toBe(2)
    expect(await fetches(updatedKeys)).toBe(0)
  })

  it('works for a pool that switched', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    const api = await expressStage(options)

    expect(await api.tally(times(100, () => updatedToken()))).toEqual({ 200: 100 })
    expect(await fetches(updatedKeys)).toBe(1)
    expect(await fetches(originalKeys)).toBe(0)
    // Tokens from before the switch.
    expect(await api.tally(times(100, () => pool.accessToken()))).toEqual({ 200: 100 })
    expect(await fetches(updatedKeys)).toBe(1)
    expect(await fetches(originalKeys)).toBe(1)
  })

  it('begins to work while the API runs', async () => {
    const { updatedKeys, options } = await bothIssuers()
    updatedKeys.respond({ status: 403 })
    const api = await expressStage(options)
    expect(await api.get(updatedToken())).toMatchObject({ status: 401 })

    updatedKeys.respond({})
    advance(9.999)
    expect(await api.get(updatedToken())).toMatchObject({ status: 401 })
    expect(await fetches(updatedKeys)).toBe(1)
    advance(0.001)
    expect(await api.get(updatedToken())).toMatchObject({ status: 200 })
    expect(await fetches(updatedKeys)).toBe(2)
  })

  it('is what its last answer says as long as it has never delivered', async () => {
    const { updatedKeys, options } = await bothIssuers()
    const api = await expressStage(options)
    const answers = [403, 500, 404, 503].map((status) => ({ status }))
    updatedKeys.respond((hit) => answers[hit - 1] ?? {})

    for (const status of [401, 503, 401, 503, 200]) {
      expect(await api.get(updatedToken())).toMatchObject({ status })
      advance(10)
    }
    expect(await fetches(updatedKeys)).toBe(5)
  })

  it('is in an outage like any other once it has delivered', async () => {
    const { updatedKeys, options } = await bothIssuers()
    const api = await expressStage(options)
    const token = pool.accessToken({ claims: { iss: updated }, expiresInSeconds: 172_800 })
    await api.get(token)
    updatedKeys.respond({ status: 403 })

    advance(86_400)
    expect(await api.tally([token, updatedToken()])).toEqual({ 200: 2 })
    expect(await fetches(updatedKeys)).toBe(2)
    advance(0.001)
    expect(await api.tally([token, updatedToken()])).toEqual({ '503 keys_unavailable': 2 })
    advance(10)
    expect(await api.tally([token, updatedToken()])).toEqual({ '503 keys_unavailable': 2 })
    expect(await fetches(updatedKeys)).toBe(3)
  })

  it('holds up no token of the original one while it is slow', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    const held = gate()
    updatedKeys.respond({ until: held.opened, status: 500 })
    const api = await expressStage(options)

    const waiting = api.tally(times(50, () => updatedToken()))
    await expect.poll(() => updatedKeys.pending).toBe(1)
    expect(await api.tally(times(50, () => pool.accessToken()))).toEqual({ 200: 50 })
    expect(updatedKeys.pending).toBe(1)
    held.open()
    expect(await waiting).toEqual({ '503 keys_unavailable': 50 })
    expect(await fetches(originalKeys)).toBe(1)
    expect(await fetches(updatedKeys)).toBe(1)
  })

  it('has keys of its own, and so has the original one', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    const [originalKey, updatedKey] = await Promise.all([createKey('one'), createKey('two')])
    originalKeys.respond({ body: { keys: [originalKey.jwk] } })
    updatedKeys.respond({ body: { keys: [updatedKey.jwk] } })
    const api = await expressStage(options)

    expect(await api.get(originalKey.resign(pool.accessToken()))).toMatchObject({ status: 200 })
    expect(await api.get(updatedKey.resign(updatedToken()))).toMatchObject({ status: 200 })
    expect(await api.get(updatedKey.resign(pool.accessToken()))).toMatchObject({ status: 401 })
    expect(await api.get(originalKey.resign(updatedToken()))).toMatchObject({ status: 401 })
    expect(await fetches(originalKeys)).toBe(2)
    expect(await fetches(updatedKeys)).toBe(2)
  })

  it('is fetched by nobody when `issuer` names the original one', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    const api = await expressStage({ ...options, issuer: original })

    const tokens = [...times(20, () => pool.accessToken()), ...times(20, () => updatedToken())]
    expect(await api.tally(tokens)).toEqual({ 200: 20, '401 token_invalid': 20 })
    expect(await fetches(originalKeys)).toBe(1)
    expect(await fetches(updatedKeys)).toBe(0)
  })

  it('can be the only one, and is then in an outage when it answers 403', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    updatedKeys.respond({ status: 403 })
    const api = await expressStage({ ...options, issuer: updated })

    expect(await api.tally([pool.accessToken(), updatedToken()])).toEqual({
      '401 token_invalid': 1,
      '503 keys_unavailable': 1,
    })
    updatedKeys.respond({})
    advance(10)
    expect(await api.tally([pool.accessToken(), updatedToken()])).toEqual({ 200: 1, '401 token_invalid': 1 })
    expect(await fetches(originalKeys)).toBe(0)
    expect(await fetches(updatedKeys)).toBe(2)
  })

  it('shares the one fetch when `jwksUri` serves both', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    const tokens = [...times(20, () => pool.accessToken()), ...times(20, () => updatedToken())]
    expect(await api.tally(tokens)).toEqual({ 200: 40 })
    expect(await fetches(server)).toBe(1)
  })
})

describe('a foreign issuer', () => {
  it.each([
    'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE9',
    'https://issuer-cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE9',
    `${original}/`,
    original.toUpperCase(),
    original.replace('https', 'http'),
    'https://example.com',
    [original],
    null,
    undefined,
    '__proto__',
  ])('is fetched by nobody: %s', async (iss) => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    const api = await expressStage(options)

    const tokens = times(20, () => pool.accessToken({ claims: { iss } }))
    expect(await api.tally(tokens)).toEqual({ '401 token_invalid': 20 })
    expect(await fetches(originalKeys)).toBe(0)
    expect(await fetches(updatedKeys)).toBe(0)
  })
})

describe('ready()', () => {
  it('fetches the original keys once, however many ask', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    const authenticator = createAuthenticator(options)

    await Promise.all(times(20, () => authenticator.ready()))
    await authenticator.verify(pool.accessToken())
    expect(await fetches(originalKeys)).toBe(1)
    expect(await fetches(updatedKeys)).toBe(0)
  })

  it('accepts the updated keys when there are no others', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    originalKeys.respond({ status: 500 })
    const authenticator = createAuthenticator(options)

    await authenticator.ready()
    expect(await fetches(originalKeys)).toBe(1)
    expect(await fetches(updatedKeys)).toBe(1)
    await expect(authenticator.verify(updatedToken())).resolves.toMatchObject({ userPoolId })
    await expect(authenticator.verify(pool.accessToken())).rejects.toMatchObject({ code: 'keys_unavailable' })
  })

  it('rejects while neither issuer has keys, and says so again without a fetch', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    originalKeys.respond({ status: 500 })
    updatedKeys.respond({ status: 403 })
    const authenticator = createAuthenticator(options)
    const unready = { code: 'keys_unavailable', message: expect.stringContaining(userPoolId) }

    await expect(authenticator.ready()).rejects.toMatchObject(unready)
    advance(0.999)
    await expect(authenticator.ready()).rejects.toMatchObject(unready)
    expect(await fetches(originalKeys)).toBe(1)
    expect(await fetches(updatedKeys)).toBe(1)

    advance(0.001)
    originalKeys.respond({})
    await authenticator.ready()
    expect(await fetches(originalKeys)).toBe(2)
    expect(await fetches(updatedKeys)).toBe(1)
  })

  it('rejects once the keys are older than maxStaleSeconds', async () => {
    const { originalKeys, updatedKeys, options } = await bothIssuers()
    const authenticator = createAuthenticator(options)
    await authenticator.ready()
    originalKeys.respond({ status: 500 })
    updatedKeys.respond({ status: 403 })

    advance(86_400)
    await authenticator.ready()
    expect(await fetches(originalKeys)).toBe(1)
    advance(0.001)
    await expect(authenticator.ready()).rejects.toMatchObject({ code: 'keys_unavailable' })
    expect(await fetches(originalKeys)).toBe(2)
  })

  it('names each pool without keys, and no other', async () => {
    const servers = await Promise.all([keyServer(pool.jwks), keyServer(neighbour.jwks)])
    const [poolKeys, neighbourKeys] = servers
    const unused = await keyServer({})
    unused.respond({ status: 403 })
    const fetchKeys = fetchFrom({
      [original]: poolKeys,
      [updated]: unused,
      [neighbour.issuer]: neighbourKeys,
      [neighbour.issuer.replace('https://', 'https://issuer-')]: unused,
    })
    const authenticator = createAuthenticator({
      userPools: [
        { userPoolId, clientId },
        { userPoolId: neighbour.userPoolId, clientId: neighbour.clientId },
      ],
      keys: { fetch: fetchKeys },
    })
    const messageOfReady = () =>
      authenticator.ready().then(
        () => 'ready',
        (error: unknown) => (error instanceof Error ? error.message : 'no error'),
      )

    for (const server of servers) server.respond({ status: 500 })
    const both = await messageOfReady()
    expect(both).toContain(userPoolId)
    expect(both).toContain(neighbour.userPoolId)

    poolKeys.respond({})
    advance(10)
    const one = await messageOfReady()
    expect(one).not.toContain(userPoolId)
    expect(one).toContain(neighbour.userPoolId)
    await expect(authenticator.verify(pool.accessToken())).resolves.toMatchObject({ userPoolId })
    await expect(authenticator.verify(neighbour.accessToken())).rejects.toMatchObject({ statusCode: 503 })

    neighbourKeys.respond({})
    advance(10)
    expect(await messageOfReady()).toBe('ready')
    expect(await fetches(poolKeys)).toBe(2)
    expect(await fetches(neighbourKeys)).toBe(3)
    expect(await fetches(unused)).toBe(3)
  })
})

describe('two pools', () => {
  it('have keys, outages and cool-downs of their own', async () => {
    const poolKeys = await keyServer(pool.jwks)
    const neighbourKeys = await keyServer(neighbour.jwks)
    neighbourKeys.respond({ status: 500 })
    const api = await expressStage({
      userPools: [
        { userPoolId, clientId, jwksUri: poolKeys.uri },
        { userPoolId: neighbour.userPoolId, clientId, jwksUri: neighbourKeys.uri },
      ],
    })

    const tokens = [pool.accessToken(), neighbour.accessToken(), forge(neighbour.accessToken())]
    expect(await api.tally(tokens)).toEqual({ 200: 1, '503 keys_unavailable': 2 })
    expect(await fetches(poolKeys)).toBe(1)
    expect(await fetches(neighbourKeys)).toBe(1)

    neighbourKeys.respond({})
    advance(10)
    expect(await api.tally(tokens)).toEqual({ 200: 2, '401 token_invalid': 1 })
    // A kid that is unknown to the one is no reason to ask the other.
    expect(await fetches(poolKeys)).toBe(1)
    expect(await fetches(neighbourKeys)).toBeLessThanOrEqual(3)
  })
})
