import { accessTokenClaims, idTokenClaims, machineTokenClaims } from '../dist/claims.js'
import { resolvePoolIdentity } from '../dist/pool-identity.js'
import { listClaims, describeKind, summarise } from '../dist/summary.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const pool = resolvePoolIdentity({})
const now = Date.UTC(2026, 0, 1, 12) / 1000

function jwt(claims: object) {
  return {
    isJwt: true,
    header: { kid: 'kid1', alg: 'RS256' },
    claims: { ...claims },
    signatureBytes: 256,
  } as const
}

function row(claims: object, label: string): string | undefined {
  return summarise(jwt(claims), now).find(([name]) => name === label)?.[1]
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('describeKind', () => {
  it.each([
    ['a user', accessTokenClaims(pool), 'An access token from Amazon Cognito for a user'],
    ['a machine', machineTokenClaims(pool), /^An access token from Amazon Cognito for an app client/],
    ['an ID token', idTokenClaims(pool), /^An ID token from Amazon Cognito/],
    [
      'another issuer',
      { ...accessTokenClaims(pool), iss: 'https://example.com' },
      'An access token for a user',
    ],
    ['another use', { iss: pool.issuer, token_use: 'x' }, /neither an access token nor an ID token/],
  ])('describes %s', (_what, claims, expected) => {
    expect(describeKind(jwt(claims))).toMatch(expected)
  })
})

describe('summarise', () => {
  it('lists the user, the origin and the lifetime', () => {
    const claims = accessTokenClaims(pool, { sub: 'id1', username: 'alice', groups: ['admin', 'staff'] })
    expect(Object.fromEntries(summarise(jwt(claims), now))).toEqual({
      who: 'alice (id1)',
      groups: 'admin, staff',
      scopes: 'aws.cognito.signin.user.admin',
      'app client': pool.clientId,
      'user pool': pool.userPoolId,
      issuer: pool.issuer,
      key: 'kid1, RS256',
      'signed in': 'right now (2026-01-01T12:00:00Z)',
      issued: 'right now (2026-01-01T12:00:00Z)',
      expires: 'in 60 minutes (2026-01-01T13:00:00Z)',
    })
  })

  it('names a machine by its app client', () => {
    expect(row(machineTokenClaims(pool), 'who')).toBe(`app client ${pool.clientId}`)
  })

  it('takes the app client of an ID token from aud, and leaves out scopes', () => {
    const claims = idTokenClaims(pool, { clientId: 'client1' })
    expect(row(claims, 'app client')).toBe('client1')
    expect(row(claims, 'scopes')).toBeUndefined()
  })

  it('says expired from the second of exp on', () => {
    expect(row({ exp: now }, 'expired')).toBe('right now (2026-01-01T12:00:00Z)')
    expect(row({ exp: now }, 'expires')).toBeUndefined()
    expect(row({ exp: now + 1 }, 'expires')).toBe('in 1 second (2026-01-01T12:00:01Z)')
  })

  it('mentions nbf where there is one', () => {
    expect(row({ nbf: now + 60 }, 'not before')).toBe('in 60 seconds (2026-01-01T12:01:00Z)')
    expect(row({}, 'not before')).toBeUndefined()
  })

  it.each([
    ['groups', { 'cognito:groups': 'admin' }, 'none: admin is not a list of strings'],
    ['groups', { 'cognito:groups': ['admin', 7] }, "none: [ 'admin', 7 ] is not a list of strings"],
    ['groups', { 'cognito:groups': [] }, 'none'],
    ['scopes', { scope: ['a'] }, "none: [ 'a' ] is not a string"],
    ['expires', { exp: '1' }, '1, which is not a time'],
    ['expires', {}, 'missing'],
    ['issuer', {}, 'missing'],
  ])('shows %s of %j as an API reads it: %s', (label, claims, expected) => {
    expect(row(claims, label)).toBe(expected)
  })
})

describe('listClaims', () => {
  it('has a row for each claim, with its value unless the summary has it', () => {
    expect(listClaims(jwt({ sub: 'id1', jti: 'j1' }))).toEqual([
      ['sub', 'the user; principal.userId'],
      ['jti', 'j1 (ID of this token; not checked)'],
    ])
  })

  it('shows 60 claims and counts the others', () => {
    const claims = Object.fromEntries(Array.from({ length: 62 }, (_, index) => [`c${index}`, index]))
    const rows = listClaims(jwt(claims))
    expect(rows).toHaveLength(61)
    expect(rows.at(-1)).toEqual(['…', 'and 2 more'])
  })

  it('escapes control characters in names', () => {
    expect(listClaims(jwt({ '\u001B[2J': 1 }))[0]?.[0]).toBe('\\u{1b}[2J')
  })
})
