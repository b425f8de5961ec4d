import type { RejectionReason } from '../refusal/reasons.ts'
import type { JsonObject } from './parse-token.ts'

/** The time in which a token is accepted, in milliseconds since 1970, with the clock tolerance included. */
export interface Validity {
  readonly fromMs: number

  /** The first moment at which the token is expired. */
  readonly untilMs: number
}

/** Reads `exp` and `nbf` (RFC 7519, sections 4.1.4 and 4.1.5). Cognito always writes `exp`. */
export function readValidity(claims: JsonObject, graceSeconds: number): Validity | RejectionReason {
  const { exp, nbf } = claims
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'expiry_missing'
  if (nbf !== undefined && typeof nbf !== 'number') return 'not_yet_valid'
  return {
    fromMs: nbf === undefined ? -Infinity : (nbf - graceSeconds) * 1000,
    untilMs: (exp + graceSeconds) * 1000,
  }
}

/** Compares the times of a token with the clock. */
export function checkValidity(
  { fromMs, untilMs }: Validity,
  nowMs: number = Date.now(),
): RejectionReason | undefined {
  if (nowMs >= untilMs) return 'expired'
  return nowMs >= fromMs ? undefined : 'not_yet_valid'
}
