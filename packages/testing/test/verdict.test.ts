import { type CognitoAuthOptions, ConfigurationError, createAuthenticator } from '@cognito-auth/core'
import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import { parseInput } from '../dist/input.js'
import { verifyWithKeys, verifyWithoutKeys } from '../dist/verdict.js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

let pool: TestUserPool
let server: JwksServer

beforeAll(async () => {
  pool = await createTestUserPool()
  server = await pool.listen()
})

afterAll(() => server.close())

/** A token, the reason for which an API rejects it, if any, and options of that API besides its pool and its client. */
type Case = [
  what: string,
  reason: string | undefined,
  tokenOf: (pool: TestUserPool) => string,
  options?: CognitoAuthOptions,
]

const resource = { audience: 'https://api.test' }
const elsewhere = { claims: { iss: 'https://a.test' } }

const cases: readonly Case[] = [
  ['an access token', undefined, (from) => from.accessToken()],
  ['a token of a machine', undefined, (from) => from.machineToken()],
  ['an ID token that is wanted', undefined, (from) => from.idToken(), { tokenUse: 'id' }],
  ['an ID token that is welcome', undefined, (from) => from.idToken(), { tokenUse: null }],
  ['any client', undefined, (from) => from.accessToken({ clientId: 'other' }), { clientId: null }],
  ['grace', undefined, (from) => from.accessToken({ expiresInSeconds: -59 }), { graceSeconds: 60 }],
  ['another issuer', undefined, (from) => from.accessToken(elsewhere), { issuer: 'https://a.test' }],
  ['an opaque text', 'malformed_token', () => 'opaque'],
  ['five parts', 'malformed_token', () => 'a.b.c.d.e'],
  ['four parts', 'malformed_token', (from) => `${from.accessToken()}.`],
  ['a signature that lacks a character', 'malformed_token', (from) => from.accessToken().slice(0, -1)],
  ['no signature', 'malformed_token', (from) => from.accessToken().replace(/[^.]+$/, '')],
  ['padding', 'malformed_credentials', (from) => from.accessToken().replace('.', '=.')],
  ['two words', 'malformed_credentials', (from) => `${from.accessToken()} x`],
  ['a long token', 'malformed_credentials', (from) => from.accessToken({ sub: 'x'.repeat(2 ** 16) })],
  ['another algorithm', 'algorithm', (from) => withHeader(from, { alg: 'HS256' })],
  ['a kid that is no text', 'kid', (from) => withHeader(from, { kid: 7 })],
  ['crit', 'header', (from) => withHeader(from, { crit: [] })],
  ['another typ', 'header', (from) => withHeader(from, { typ: 'JWS' })],
  ['an unknown issuer', 'issuer', (from) => from.accessToken(elsewhere)],
  ['another pool', 'issuer', (from) => from.accessToken(), { userPoolId: 'eu-west-1_Other' }],
  ['a signature that was cut', 'signature', (from) => recut(from.accessToken({ expiresInSeconds: 0 }), 255)],
  ['no exp', 'expiry_missing', (from) => from.accessToken({ claims: { exp: undefined } })],
  ['exp as text', 'expiry_missing', (from) => from.accessToken({ claims: { exp: '2000000000' } })],
  ['the second of exp', 'expired', (from) => from.accessToken({ expiresInSeconds: 0 })],
  [
    'the end of grace',
    'expired',
    (from) => from.accessToken({ expiresInSeconds: -60 }),
    { graceSeconds: 60 },
  ],
  ['nbf before sub', 'not_yet_valid', (from) => from.accessToken({ claims: { nbf: 9e9, sub: '' } })],
  ['sub before token_use', 'subject', (from) => from.idToken({ claims: { sub: '' } })],
  ['token_use before the client', 'token_use', (from) => from.idToken({ clientId: 'other' })],
  ['an access token that is not wanted', 'token_use', (from) => from.accessToken(), { tokenUse: 'id' }],
  ['the client before the resource', 'client', (from) => from.accessToken({ clientId: 'other' }), resource],
  ['the resource before cnf', 'audience', (from) => from.accessToken({ claims: { cnf: 1 } }), resource],
  ['cnf', 'key_bound', (from) => from.accessToken({ claims: { cnf: 1 } }), { userIdClaim: 'email' }],
  ['no user id', 'user_id', (from) => from.accessToken(), { userIdClaim: 'email' }],
]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

describe('both verdicts', () => {
  it.each(cases)('are those of the API: %s, %s', async (_what, reason, tokenOf, options) => {
    const token = tokenOf(pool)
    const api = { userPoolId: pool.userPoolId, clientId: pool.clientId, ...options }
    const answer = await createAuthenticator({ ...api, jwks: pool.jwks })
      .authenticate(`Bearer ${token}`)
      .then(
        () => ({ reason: undefined }),
        (error: unknown) => error,
      )
    expect(answer).toHaveProperty('reason', reason)

    const withKeys = await verifyWithKeys(token, { ...api, jwksUri: server.jwksUri })
    const withoutKeys = await verifyWithoutKeys(token, parseInput(token), api)
    expect([withKeys.refusal?.reason, withoutKeys.refusal?.reason]).toEqual([reason, reason])
    expect(withoutKeys.refusal?.code).toBe(withKeys.refusal?.code)
  })
})

describe('verifyWithoutKeys', () => {
  it('uses no network', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>()
    vi.stubGlobal('fetch', fetch)
    expect(await without(pool.accessToken())).toMatchObject({ refusal: undefined, signature: 'unchecked' })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('ignores who signed the token', async () => {
    const impostor = await createTestUserPool()
    expect(await without(impostor.accessToken())).toMatchObject({
      refusal: undefined,
      signature: 'unchecked',
    })
  })

  it('names the JWKS URL of the API', async () => {
    const { jwksUri } = await without(pool.accessToken())
    expect(jwksUri).toBe(`${pool.issuer}/.well-known/jwks.json`)
  })

  it('reads the environment as the API does', async () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', 'other, third')
    vi.stubEnv('COGNITO_JWKS_URI', 'https://keys.test/')
    const token = pool.accessToken()
    expect(await verifyWithoutKeys(token, parseInput(token), {})).toMatchObject({
      refusal: { reason: 'client' },
      jwksUri: 'https://keys.test/',
    })
  })

  it.each([
    ['the issuer', () => pool.accessToken({ claims: { iss: 'https://a.test' } })],
    ['the shape', () => 'opaque'],
  ])('does not check the signature if %s is wrong', async (_what, tokenOf) => {
    expect(await without(tokenOf())).toHaveProperty('signature', 'unreached')
  })

  it('finds a signature invalid that is one byte too short for any key', async () => {
    const token = pool.accessToken()
    expect(await without(recut(token, 255))).toMatchObject({
      refusal: { reason: 'signature' },
      signature: 'invalid',
    })
    expect(await without(recut(token, 256))).toMatchObject({ refusal: undefined, signature: 'unchecked' })
  })

  it('rejects options that are invalid for an API, including a URL that only keys.fetch allows', async () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_JWKS_URI', 'http://keys.test/')
    const verdict = verifyWithoutKeys('opaque', parseInput('opaque'), { clientId: pool.clientId })
    await expect(verdict).rejects.toBeInstanceOf(ConfigurationError)
  })

  function without(token: string) {
    const { userPoolId, clientId } = pool
    return verifyWithoutKeys(token, parseInput(token), { userPoolId, clientId })
  }
})

describe('verifyWithKeys', () => {
  it('finds a signature valid', async () => {
    const { jwksUri } = server
    expect(await verifyWithKeys(pool.accessToken(), server.options)).toEqual({ signature: 'valid', jwksUri })
  })

  it('finds it valid in a token that is rejected for its claims', async () => {
    const verdict = await verifyWithKeys(pool.idToken(), server.options)
    expect(verdict).toMatchObject({ refusal: { reason: 'token_use' }, signature: 'valid' })
  })

  it('finds it invalid', async () => {
    const [header, payload] = pool.accessToken().split('.')
    const token = `${header}.${payload}.${pool.accessToken({ sub: 'mallory' }).split('.')[2]}`
    const verdict = await verifyWithKeys(token, server.options)
    expect(verdict).toMatchObject({ refusal: { reason: 'signature' }, signature: 'invalid' })
  })

  it('knows no key of another pool', async () => {
    const impostor = await createTestUserPool()
    const verdict = await verifyWithKeys(impostor.accessToken(), server.options)
    expect(verdict).toMatchObject({ refusal: { reason: 'kid_unknown' }, signature: 'unreached' })
  })

  it('reports that the keys are unavailable', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new Error('offline')))
    const verdict = await verifyWithKeys(pool.accessToken(), server.options)
    expect(verdict).toMatchObject({ refusal: { code: 'keys_unavailable' }, signature: 'unreached' })
  })

  it('throws unexpected errors', async () => {
    const failing = { ...server.options, isRevoked: () => Promise.reject(new Error('offline')) }
    await expect(verifyWithKeys(pool.accessToken(), failing)).rejects.toThrow('isRevoked failed')
  })
})

/** A token of the pool with another header. Its signature is wrong, but is never checked. */
function withHeader({ accessToken, jwks }: TestUserPool, members: object): string {
  const header = JSON.stringify({ kid: jwks.keys[0]?.kid, alg: 'RS256', ...members })
  return accessToken().replace(/^[^.]+/, Buffer.from(header).toString('base64url'))
}

/** The token with a signature of another length. */
function recut(token: string, bytes: number): string {
  return token.replace(/[^.]+$/, Buffer.alloc(bytes, 1).toString('base64url'))
}
