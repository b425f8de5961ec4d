import type { CognitoAuthOptions, RejectionReason } from '@cognito-auth/core'
import type { JsonObject, Material } from '../dist/material.js'
import { remedyFor } from '../dist/remedies.js'
import { describe, expect, it } from 'vitest'

const now = Date.UTC(2026, 0, 1, 12) / 1000
const iss = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ours1'

function jwt(claims: JsonObject, header: JsonObject = { alg: 'RS256' }, signatureBytes = 256): Material {
  return { isJwt: true, header, claims, signatureBytes }
}

/** Why, and what helps, in one text. */
function told(
  reason: RejectionReason,
  material: Material = jwt({}),
  api?: CognitoAuthOptions,
  cause?: unknown,
): string {
  const { why, mend } = remedyFor(reason, { material, api, now, cause })
  return `${why} ${mend}`
}

/** Words that the text for a reason must have; the compiler asks for each reason. */
const reasons: Readonly<Record<RejectionReason, RegExp>> = {
  no_credentials: /no token.*Authorization/,
  other_scheme: /another scheme than Bearer/,
  malformed_credentials: /64 KiB/,
  several_credentials: /more than once/,
  malformed_token: /a character is missing/,
  algorithm: /RS256/,
  kid: /does not name a key/,
  header: /crit/,
  issuer: /Its issuer is/,
  kid_unknown: /not among the keys/,
  signature: /does not fit/,
  expiry_missing: /when it expires/,
  expired: /It expired .*sign in again/,
  not_yet_valid: /nbf.*clock/,
  subject: /who it is about/,
  token_use: /token_use is missing/,
  client: /does not name the app client/,
  audience: /for the resource/,
  key_bound: /bound to a key/,
  user_id: /lacks the claim/,
  revoked: /isRevoked/,
  guard: /a group or a scope/,
  keys_unavailable: /keys cannot be had/,
}

describe('remedyFor', () => {
  it.each(Object.entries(reasons))('has whole sentences for %s', (reason, words) => {
    const { why, mend } = remedyFor(reason as RejectionReason, { material: jwt({}), api: undefined, now })
    expect(`${why} ${mend}`).toMatch(words)
    expect([why, mend]).toEqual([expect.stringMatching(/^[A-Z].*\.$/), expect.stringMatching(/^[A-Z].*\.$/)])
    expect(`${why} ${mend}`).not.toMatch(/undefined|null|NaN|\[object/)
  })

  it('names both user pools', () => {
    const text = told('issuer', jwt({ iss }), { userPoolId: 'eu-west-1_Other1' })
    expect(text).toContain('from the user pool us-east-1_Ours1; the API trusts eu-west-1_Other1.')
  })

  it('names both issuers where the API has one of its own', () => {
    const text = told('issuer', jwt({ iss }), {
      userPoolId: 'local_1',
      issuer: 'http://127.0.0.1:9229/local_1',
    })
    expect(text).toContain(`Its issuer is ${iss}; the API trusts http://127.0.0.1:9229/local_1`)
  })

  it('names the app clients', () => {
    const text = told('client', jwt({ token_use: 'access', client_id: 'c3' }), { clientId: ['c1', 'c2'] })
    expect(text).toContain('the app client c3; the API accepts c1 or c2.')
  })

  it('knows an ID token sent in place of an access token, and the reverse', () => {
    expect(told('token_use', jwt({ token_use: 'id' }), {})).toContain('Send the access token')
    expect(told('token_use', jwt({ token_use: 'access' }), { tokenUse: 'id' })).toContain('Send the ID token')
  })

  it('speaks of clocks when a token expired within five minutes', () => {
    expect(told('expired', jwt({ exp: now - 300 }))).toMatch(/expired 5 minutes ago.*clocks/)
    expect(told('expired', jwt({ exp: now - 301 }))).not.toContain('clocks')
  })

  it('tells a signature that was cut from one that does not fit', () => {
    expect(told('signature', jwt({}, {}, 255))).toContain('has 255 bytes')
    expect(told('signature', jwt({}, {}, 256))).toContain('does not fit')
  })

  it.each(['malformed_token', 'malformed_credentials'] as const)(
    'repeats for %s what was recognised',
    (reason) => {
      expect(told(reason, { isJwt: false, what: 'This is a pipe.', remedy: 'Smoke it.' })).toBe(
        'This is a pipe. Smoke it.',
      )
    },
  )

  it('says why keys cannot be had, to the last cause', () => {
    const cause = new Error('https://a cannot be read', { cause: new Error('fetch \u001Bfailed') })
    expect(told('keys_unavailable', jwt({}), {}, cause)).toContain(
      'The keys cannot be had: https://a cannot be read, fetch \\u{1b}failed.',
    )
  })

  it.each([
    ['algorithm', jwt({}, { alg: '\u001B[2J' })],
    ['issuer', jwt({ iss: '\u001B[2J' })],
    ['client', jwt({ token_use: 'access', client_id: '\u001B[2J' })],
    ['token_use', jwt({ token_use: '\u001B[2J' })],
    ['audience', jwt({ aud: '\u001B[2J' })],
    ['not_yet_valid', jwt({ nbf: '\u001B[2J' })],
  ] as const)('does not let a claim steer a terminal: %s', (reason, material) => {
    expect(told(reason, material)).toContain('\\u{1b}[2J')
    expect(told(reason, material)).not.toContain('\u001B')
  })
})
