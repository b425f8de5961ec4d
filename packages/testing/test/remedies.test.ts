import type { RejectionReason } from '@cognito-auth/core'
import { describe, expect, it } from 'vitest'
import { describeRemedy } from '../dist/remedies.js'
import { jwt, now, remedyText } from './support/remedy-text.ts'

/** Words that the text for a reason must contain. The compiler requires an entry for each reason. */
const reasons: Readonly<Record<RejectionReason, RegExp>> = {
  no_credentials: /no token.*Authorization/,
  other_scheme: /not Bearer/,
  scheme_missing: /not the scheme Bearer/,
  malformed_credentials: /64 KiB/,
  several_credentials: /more than one/,
  cross_origin: /another origin.*trustedOrigins/,
  malformed_token: /a character is missing/,
  algorithm: /RS256/,
  kid: /does not name a signing key/,
  header: /crit/,
  issuer: /Its issuer is/,
  kid_unknown: /does not have the signing key/,
  signature: /signature is wrong/,
  expiry_missing: /no expiry time/,
  expired: /It expired .*sign in again/,
  not_yet_valid: /nbf.*clock/,
  subject: /does not name its subject/,
  token_use: /token_use is missing/,
  client: /does not name the app client/,
  audience: /Its resource/,
  key_bound: /bound to a key/,
  claim_type: /wrong type/,
  user_id: /has no claim/,
  revoked: /isRevoked/,
  step_up: /a more recent or a stronger sign-in\./,
  guard: /a group or a scope/,
  keys_unavailable: /keys are unavailable/,
  revocations_unavailable: /list of revocations/,
}

describe('describeRemedy', () => {
  it.each(Object.entries(reasons))('has whole sentences for %s', (reason, words) => {
    const { why, fix } = describeRemedy(reason as RejectionReason, { input: jwt({}), api: undefined, now })
    expect(`${why} ${fix}`).toMatch(words)
    expect([why, fix]).toEqual([expect.stringMatching(/^[A-Z].*\.$/), expect.stringMatching(/^[A-Z].*\.$/)])
    expect(`${why} ${fix}`).not.toMatch(/undefined|null|NaN|\[object/)
  })

  it.each([
    ['algorithm', jwt({}, { alg: '\u001B[2J' })],
    ['issuer', jwt({ iss: '\u001B[2J' })],
    ['client', jwt({ token_use: 'access', client_id: '\u001B[2J' })],
    ['token_use', jwt({ token_use: '\u001B[2J' })],
    ['audience', jwt({ aud: '\u001B[2J' })],
    ['not_yet_valid', jwt({ nbf: '\u001B[2J' })],
  ] as const)('escapes control characters in a claim: %s', (reason, input) => {
    expect(remedyText(reason, input)).toContain('\\u{1b}[2J')
    expect(remedyText(reason, input)).not.toContain('\u001B')
  })
})
