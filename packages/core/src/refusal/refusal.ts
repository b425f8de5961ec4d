import { withoutStack } from '../lib/without-stack.ts'
import type { StepUpRequirement } from '../types/step-up.ts'
import type { Answers } from './answer.ts'
import type { AuthError } from './auth-error.ts'
import {
  CrossOriginError,
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  RevocationsUnavailableError,
  StepUpRequiredError,
  UnauthenticatedError,
} from './errors.ts'
import { type AuthErrorCode, codeByReason, type RejectionReason } from './reasons.ts'

/** Why there is no principal, as a value. Only the edge turns it into an error. */
export interface Refusal {
  readonly reason: RejectionReason

  /** The pool whose key signed the token. Absent unless the signature was verified. */
  readonly userPoolId?: string | undefined
  readonly scope?: string | undefined
  readonly stepUp?: StepUpRequirement | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly cause?: unknown
}

/** Whether a step ended in a refusal instead of a result. */
export function isRefusal(result: object): result is Refusal {
  return Object.hasOwn(result, 'reason')
}

/**
 * The error for a refusal, with the headers of an authenticator. It has no stack trace: every refusal would have the same
 * one, recording it costs more than the rest of the refusal, and anybody can cause refusals.
 */
export function toAuthError(refusal: Refusal, answers: Answers): AuthError {
  const ErrorClass = errorClasses[codeByReason[refusal.reason]]
  const error = withoutStack(() => new ErrorClass(refusal))
  error.headers = answers.headersFor(error)
  return error
}

const errorClasses: Readonly<Record<AuthErrorCode, new (details: Refusal) => AuthError>> = {
  credentials_missing: UnauthenticatedError,
  credentials_malformed: InvalidRequestError,
  token_invalid: InvalidTokenError,
  token_expired: InvalidTokenError,
  token_revoked: InvalidTokenError,
  step_up_required: StepUpRequiredError,
  forbidden: ForbiddenError,
  cross_origin: CrossOriginError,
  keys_unavailable: KeysUnavailableError,
  revocations_unavailable: RevocationsUnavailableError,
}
