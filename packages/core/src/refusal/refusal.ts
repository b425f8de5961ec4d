import { withoutStack } from '../lib/without-stack.ts'
import type { ProtectionSpace } from './challenge.ts'
import type { RejectionReason } from './reasons.ts'
import {
  type AuthError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  UnauthenticatedError,
} from './errors.ts'

/** A refusal as a value: what verification returns in place of a result. */
export interface Rejection {
  readonly reason: RejectionReason
  readonly userPoolId?: string
  readonly retryAfterSeconds?: number
  readonly cause?: unknown
}

/** Whether a step of verification ended in a refusal. */
export function isRejection(outcome: object): outcome is Rejection {
  return 'reason' in outcome
}

/**
 * The error that tells a client of a refusal. It has no stack: that would always be the same, would cost more than the
 * rest of the refusal, and anybody can cause refusals.
 */
export function errorOf(rejection: Rejection, protectionSpace: ProtectionSpace): AuthError {
  return withoutStack(() => authError(rejection, protectionSpace))
}

function authError(rejection: Rejection, protectionSpace: ProtectionSpace): AuthError {
  // By name: rejections come in several shapes, and spreading those is slow.
  const { reason, userPoolId, retryAfterSeconds, cause } = rejection
  const details = { reason, userPoolId, retryAfterSeconds, cause, protectionSpace }
  switch (reason) {
    case 'no_credentials':
    case 'other_scheme':
      return new UnauthenticatedError(details)
    case 'malformed_credentials':
    case 'several_credentials':
      return new InvalidRequestError(details)
    case 'keys_unavailable':
      return new KeysUnavailableError(details)
    default:
      return new InvalidTokenError(details)
  }
}
