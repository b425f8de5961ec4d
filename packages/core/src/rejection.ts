import {
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
} from 'aws-jwt-verify/error'
import type { ProtectionSpace } from './challenge.ts'
import {
  type AuthError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  type RejectionReason,
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

const engineErrors = [
  [JwtInvalidSignatureError, 'signature'],
  [JwtInvalidSignatureAlgorithmError, 'algorithm'],
  [JwtExpiredError, 'expired'],
  [JwtNotBeforeError, 'not_yet_valid'],
  [JwtInvalidIssuerError, 'issuer'],
] as const

/** What an error of aws-jwt-verify says of the token. Nothing, when it is not about the token. */
export function reasonOf(engineError: unknown): RejectionReason | undefined {
  return engineErrors.find(([errorClass]) => engineError instanceof errorClass)?.[1]
}

/** Runs something with errors that do not record where they were made. */
export function withoutStack<Result>(run: () => Result): Result {
  const { stackTraceLimit } = Error
  // Not an assignment, which would throw where the language's own objects are frozen.
  Reflect.set(Error, 'stackTraceLimit', 0)
  try {
    return run()
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  }
}
