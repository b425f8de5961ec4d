import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessTokenClaims, idTokenClaims, machineTokenClaims } from '../dist/claims.js'
import { resolvePoolIdentity } from '../dist/pool-identity.js'

const pool = resolvePoolIdentity({})
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const now = 1_800_000_000

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 + 250 })
})

afterAll(() => {
  vi.useRealTimers()
})

/** The claims as a reader of the token finds them. */
function written(claims: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(claims))
}

describe('accessTokenClaims', () => {
  it('has the claims of a user who signed in through the API', () => {
    expect(written(accessTokenClaims(pool))).toEqual({
      sub: expect.stringMatching(uuid),
      iss: pool.issuer,
      version: 2,
      client_id: pool.clientId,
      origin_jti: expect.stringMatching(uuid),
      event_id: expect.stringMatching(uuid),
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: now,
      exp: now + 3600,
      iat: now,
      jti: expect.stringMatching(uuid),
      username: 'alice',
    })
  })

  it('takes user, groups, scopes and client from the options', () => {
    const options = {
      sub: 'sub-1',
      username: 'bob',
      groups: ['admin', 'ops'],
      scopes: ['openid', 'orders/read'],
    }
    expect(accessTokenClaims(pool, { ...options, clientId: 'other' })).toMatchObject({
      sub: 'sub-1',
      username: 'bob',
      'cognito:groups': ['admin', 'ops'],
      scope: 'openid orders/read',
      client_id: 'other',
    })
  })

  it('leaves out empty groups and scopes', () => {
    const claims = written(accessTokenClaims(pool, { groups: [], scopes: [] }))
    expect(claims).not.toHaveProperty(['cognito:groups'])
    expect(claims).not.toHaveProperty('scope')
  })

  it('gives each token a jti of its own', () => {
    expect(accessTokenClaims(pool).jti).not.toBe(accessTokenClaims(pool).jti)
  })
})

describe('the user of a token', () => {
  it('has the same sub in each token and in each run', () => {
    const { sub } = accessTokenClaims(pool, { username: 'alice' })
    expect(sub).toBe('46fff775-fcdb-8af7-aabc-bd2874b86b22')
    expect(idTokenClaims(pool).sub).toBe(sub)
  })

  it('has another sub under another name, and in another pool', () => {
    const { sub } = accessTokenClaims(pool)
    expect(accessTokenClaims(pool, { username: 'bob' }).sub).not.toBe(sub)
    expect(accessTokenClaims(resolvePoolIdentity({ region: 'eu-west-1' })).sub).not.toBe(sub)
  })

  it('is called like its sub when only that is given', () => {
    expect(accessTokenClaims(pool, { sub: 'sub-1' })).toMatchObject({ sub: 'sub-1', username: 'sub-1' })
  })
})

describe('the life of a token', () => {
  it.each([1, 0, -1, 86_400])('of %d seconds counts from iat', (expiresInSeconds) => {
    expect(accessTokenClaims(pool, { expiresInSeconds })).toMatchObject({
      iat: now,
      exp: now + expiresInSeconds,
    })
  })

  it.each([0.5, -0.5])('of %d seconds counts from this millisecond', (expiresInSeconds) => {
    const { exp } = accessTokenClaims(pool, { expiresInSeconds })
    expect(exp).toBeCloseTo(now + 0.25 + expiresInSeconds, 3)
  })
})

describe('the sign-in behind a token', () => {
  const options = {
    signedInSecondsAgo: 600,
    originJti: 'sign-in-1',
    acr: 'urn:cognito:loa:4',
    amr: ['pwd', 'otp', 'mfa'],
  }

  it.each([accessTokenClaims, idTokenClaims])('is that of the options in %o', (claimsOf) => {
    expect(claimsOf(pool, options)).toMatchObject({
      iat: now,
      auth_time: now - 600,
      origin_jti: 'sign-in-1',
      acr: 'urn:cognito:loa:4',
      amr: ['pwd', 'otp', 'mfa'],
    })
  })

  it.each([accessTokenClaims, idTokenClaims])('has no level and no methods by default in %o', (claimsOf) => {
    for (const claims of [written(claimsOf(pool)), written(claimsOf(pool, { amr: [] }))]) {
      expect(claims).not.toHaveProperty('acr')
      expect(claims).not.toHaveProperty('amr')
    }
  })

  it('is another one for each token by default', () => {
    expect(accessTokenClaims(pool)['origin_jti']).not.toBe(accessTokenClaims(pool)['origin_jti'])
  })

  it('has only a time in a machine token', () => {
    const claims = written(machineTokenClaims(pool, options))
    expect(claims).toMatchObject({ iat: now, auth_time: now - 600 })
    for (const name of ['origin_jti', 'acr', 'amr']) expect(claims).not.toHaveProperty(name)
  })
})

describe('claims of the test', () => {
  it('are added, take the place of others, and remove others', () => {
    const claims = {
      'custom:tenant': 't1',
      iss: 'https://elsewhere.example',
      username: undefined,
      exp: 'never',
    }
    const result = written(accessTokenClaims(pool, { claims }))
    expect(result).toMatchObject({ 'custom:tenant': 't1', iss: 'https://elsewhere.example', exp: 'never' })
    expect(result).not.toHaveProperty('username')
  })

  it.each([accessTokenClaims, idTokenClaims, machineTokenClaims])('work in %o', (claimsOf) => {
    expect(claimsOf(pool, { claims: { nbf: 1, sub: 'x' } })).toMatchObject({ nbf: 1, sub: 'x' })
  })
})

describe('idTokenClaims', () => {
  it('has the claims of a user, and neither client_id nor scope nor username', () => {
    expect(written(idTokenClaims(pool, { groups: ['admin'], scopes: ['openid'] }))).toEqual({
      sub: expect.stringMatching(uuid),
      'cognito:groups': ['admin'],
      email_verified: true,
      iss: pool.issuer,
      'cognito:username': 'alice',
      origin_jti: expect.stringMatching(uuid),
      aud: pool.clientId,
      event_id: expect.stringMatching(uuid),
      token_use: 'id',
      auth_time: now,
      exp: now + 3600,
      iat: now,
      jti: expect.stringMatching(uuid),
      email: 'alice@example.com',
    })
  })

  it('uses a username that is an email address as the address', () => {
    expect(idTokenClaims(pool, { username: 'a@b.example' }).email).toBe('a@b.example')
  })

  it('takes the audience from clientId', () => {
    expect(idTokenClaims(pool, { clientId: 'other' }).aud).toBe('other')
  })
})

describe('machineTokenClaims', () => {
  it('has the client as its sub, custom scopes, and nothing of a user', () => {
    expect(written(machineTokenClaims(pool, { groups: ['admin'], username: 'bob', sub: 'sub-1' }))).toEqual({
      sub: pool.clientId,
      token_use: 'access',
      scope: 'orders/read',
      auth_time: now,
      iss: pool.issuer,
      exp: now + 3600,
      iat: now,
      version: 2,
      jti: expect.stringMatching(uuid),
      client_id: pool.clientId,
    })
  })

  it('takes scopes and client from the options', () => {
    expect(machineTokenClaims(pool, { scopes: ['a/b', 'c/d'], clientId: 'other' })).toMatchObject({
      sub: 'other',
      client_id: 'other',
      scope: 'a/b c/d',
    })
  })
})
