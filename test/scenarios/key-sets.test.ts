import { generateKeyPairSync } from 'node:crypto'
import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'
import { advance, expressStage, fetches, freezeClock, keyServer } from './stage.ts'
import { createKey, forge } from './tokens.ts'

/* oxlint-disable no-await-in-loop -- one token after the other */

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool
const [good, second, other, weak] = await Promise.all([
  createKey('good'),
  createKey('good'), // the same name, other material
  createKey('other'),
  createKey('other', 1024),
])
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
const { kid: _kid, ...withoutKid } = other.jwk

freezeClock()

describe('two keys with one kid', () => {
  it('count as the first of them', async () => {
    const server = await keyServer({ keys: [good.jwk, second.jwk, other.jwk] })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    expect(await api.get(good.resign(pool.accessToken()))).toMatchObject({ status: 200 })
    expect(await api.get(second.resign(pool.accessToken()))).toMatchObject({ status: 401 })
    expect(await api.get(other.resign(pool.accessToken()))).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(1)
  })

  it('count as the second when the first cannot be used', async () => {
    const server = await keyServer({ keys: [{ ...good.jwk, use: 'enc' }, second.jwk] })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    expect(await api.get(good.resign(pool.accessToken()))).toMatchObject({ status: 401 })
    expect(await api.get(second.resign(pool.accessToken()))).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(1)
  })
})

const unusable: readonly [name: string, member: unknown][] = [
  ['of 1024 bits', weak.jwk],
  ['on an elliptic curve', { ...elliptic, kid: 'other', alg: 'ES256', use: 'sig' }],
  ['on an elliptic curve, said to be for RS256', { ...elliptic, kid: 'other', alg: 'RS256', use: 'sig' }],
  ['that is symmetric', { kty: 'oct', kid: 'other', alg: 'RS256', k: 'c2VjcmV0' }],
  ['for encryption', { ...other.jwk, use: 'enc' }],
  ['for RS512', { ...other.jwk, alg: 'RS512' }],
  ['for PS256', { ...other.jwk, alg: 'PS256' }],
  ['that only signs', { ...other.jwk, key_ops: ['sign'] }],
  ['without a kid', withoutKid],
  ['with a number for a kid', { ...other.jwk, kid: 1 }],
  ['without a modulus', { ...other.jwk, n: undefined }],
  ['with a malformed modulus', { ...other.jwk, n: '!' }],
  ['with an exponent of 1', { ...other.jwk, e: 'AQ' }],
  ['that is null', null],
  ['that is a string', 'other'],
  ['that is a list', [other.jwk]],
  ['that is empty', {}],
]

describe.each(unusable)('a key %s', (_name, member) => {
  it('is not used, and spoils no other', async () => {
    const server = await keyServer({ keys: [member, good.jwk] })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    expect(await api.get(good.resign(pool.accessToken()))).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(1)
    for (const key of [other, weak]) {
      expect(await api.get(key.resign(pool.accessToken()))).toMatchObject({ status: 401 })
    }
    expect(await fetches(server)).toBe(2)
    expect(await api.get(good.resign(pool.accessToken()))).toMatchObject({ status: 200 })
  })

  it('is an outage when there is no other', async () => {
    const server = await keyServer({ keys: [member] })
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    expect(await api.get(other.resign(pool.accessToken()))).toMatchObject({ status: 503, retryAfter: '1' })
    expect(await api.get(weak.resign(pool.accessToken()))).toMatchObject({ status: 503, retryAfter: '1' })
    expect(await fetches(server)).toBe(1)
  })
})

const jwks = JSON.stringify(pool.jwks)

const outages = [
  ['an empty body', { body: '' }],
  ['HTML', { body: '<!doctype html><title>Maintenance</title>', headers: { 'content-type': 'text/html' } }],
  ['half of the JSON', { body: jwks.slice(0, jwks.length / 2) }],
  ['malformed JSON', { body: `${jwks},` }],
  ['JSON that is not UTF-8', { body: Buffer.concat([Buffer.from(jwks), Buffer.from([0xff])]) }],
  ['no keys', { body: { keys: [] } }],
  ['an empty object', { body: {} }],
  ['a list', { body: pool.jwks.keys }],
  ['null', { body: 'null' }],
  ['keys that are no list', { body: { keys: pool.jwks.keys[0] } }],
  ['keys that are null', { body: { keys: null } }],
  ['an error in JSON', { body: { message: 'Internal error' } }],
  ['less than it promised', { truncated: true }],
  ['a reset half-way', { reset: 'half-way' }],
] as const

describe.each(outages)('an answer 200 with %s', (_name, behaviour) => {
  it('never takes the place of good keys', async () => {
    const server = await keyServer(pool.jwks)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })
    const remembered = pool.accessToken()
    await api.get(remembered)
    server.respond(behaviour)

    advance(601)
    expect(await api.get(remembered)).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(2)
    // Whether the pool has the key that a forged token names cannot be known.
    expect(await api.tally([remembered, pool.accessToken(), forge(pool.accessToken())])).toEqual({
      200: 2,
      '503 keys_unavailable': 1,
    })
    expect(await fetches(server)).toBe(2)

    server.respond({})
    advance(1)
    expect(await api.get(remembered)).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(3)
  })

  it('is 503 at a cold start, until the keys are there', async () => {
    const server = await keyServer(pool.jwks)
    server.respond(behaviour)
    const api = await expressStage({ userPoolId, clientId, jwksUri: server.uri })

    const outage = { status: 503, code: 'keys_unavailable', retryAfter: '1' }
    expect(await api.get(pool.accessToken())).toEqual(outage)
    expect(await api.get(forge(pool.accessToken()))).toEqual(outage)
    expect(await fetches(server)).toBe(1)

    server.respond({})
    advance(1)
    expect(await api.get(pool.accessToken())).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(2)
  })
})
