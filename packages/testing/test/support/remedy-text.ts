import type { CognitoAuthOptions, RejectionReason } from '@cognito-auth/core'
import type { Input, JsonObject } from '../../dist/input.js'
import { describeRemedy } from '../../dist/remedies.js'

export const now: number = Date.UTC(2026, 0, 1, 12) / 1000

/** A JWT with these claims. */
export function jwt(claims: JsonObject, header: JsonObject = { alg: 'RS256' }, signatureBytes = 256): Input {
  return { isJwt: true, header, claims, signatureBytes }
}

/** The remedy for a reason, in one text. */
export function remedyText(
  reason: RejectionReason,
  input: Input = jwt({}),
  api?: CognitoAuthOptions,
  cause?: unknown,
): string {
  const { why, fix } = describeRemedy(reason, { input, api, now, cause })
  return `${why} ${fix}`
}
