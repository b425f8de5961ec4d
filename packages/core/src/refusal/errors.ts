import { own } from '../lib/own-property.ts'
import type { StepUpRequirement } from '../types/step-up.ts'
import { AuthError, type AuthErrorDetails } from './auth-error.ts'
import { codeByReason } from './reasons.ts'

/** 401: the request has no bearer credentials (RFC 6750, section 3.1). */
export class UnauthenticatedError extends AuthError {
  constructor(details: AuthErrorDetails = {}) {
    super('credentials_missing', details.reason ?? 'no_credentials', details)
  }
}

/** 400: the credentials are malformed, or the request has more than one (RFC 6750, `invalid_request`). */
export class InvalidRequestError extends AuthError {
  constructor(details: AuthErrorDetails = {}) {
    super('credentials_malformed', details.reason ?? 'malformed_credentials', details)
  }
}

/** 401: the token is expired, revoked, malformed, or invalid for other reasons (RFC 6750, `invalid_token`). */
export class InvalidTokenError extends AuthError {
  constructor(details: AuthErrorDetails = {}) {
    const { reason = 'malformed_token' } = details
    const code = codeByReason[reason]
    super(code === 'token_expired' || code === 'token_revoked' ? code : 'token_invalid', reason, details)
  }
}

/**
 * 401: the user must sign in again, more recently or with stronger authentication (RFC 9470,
 * `insufficient_user_authentication`). The token itself is valid.
 */
export class StepUpRequiredError extends AuthError {
  /** How the user must sign in. The challenge names its `acrValues` and `maxAgeSeconds`. */
  declare readonly stepUp?: StepUpRequirement

  constructor(details: AuthErrorDetails & { readonly stepUp?: StepUpRequirement | undefined } = {}) {
    const stepUp = own(details, 'stepUp')
    super('step_up_required', details.reason ?? 'step_up', details, { stepUp })
    if (stepUp !== undefined) this.stepUp = stepUp
  }
}

/** 403: the token does not carry the required group or scope (RFC 6750, `insufficient_scope`). */
export class ForbiddenError extends AuthError {
  /** If a scope guard refused: the scopes that would have been enough, separated by spaces. */
  declare readonly scope?: string

  constructor(details: AuthErrorDetails & { readonly scope?: string | undefined } = {}) {
    const scope = own(details, 'scope')
    super('forbidden', details.reason ?? 'guard', details, { scope })
    if (scope !== undefined) this.scope = scope
  }
}

/**
 * 403: the request has its token in a cookie, may change something, and comes from another origin, so that the user may
 * know nothing of it (CSRF). See `tokenFrom`.
 */
export class CrossOriginError extends AuthError {
  constructor(details: AuthErrorDetails = {}) {
    super('cross_origin', 'cross_origin', details)
  }
}

/**
 * 503: no signing keys are available, so the token cannot be verified. `cause` says why. From `ready()`, the message names
 * the pools concerned; otherwise it is constant.
 */
export class KeysUnavailableError extends AuthError {
  /** When to try again, in seconds. */
  readonly retryAfterSeconds: number

  constructor(details: KeysUnavailableDetails = {}) {
    const { retryAfterSeconds = 1 } = details
    super('keys_unavailable', 'keys_unavailable', details, { retryAfterSeconds })
    this.retryAfterSeconds = retryAfterSeconds
    describeOutage(this, details)
  }
}

/**
 * 503: the list of revocations is unavailable or too old, so that a revoked token could not be told from another. `cause`
 * says why. An `isRevoked` of your own may throw it, too.
 */
export class RevocationsUnavailableError extends AuthError {
  constructor(details: UnavailableDetails = {}) {
    super('revocations_unavailable', 'revocations_unavailable', details)
    describeOutage(this, details)
  }
}

function describeOutage(error: AuthError, { cause, message }: UnavailableDetails): void {
  if (message !== undefined) error.message = message
  if (cause !== undefined) Object.defineProperty(error, 'cause', { value: cause })
}

/** What an error with status 503 knows in addition to its class. */
export interface UnavailableDetails extends AuthErrorDetails {
  /** What is wrong, for your logs. */
  readonly cause?: unknown

  /** Replaces the constant message. Never send it to clients. */
  readonly message?: string | undefined
}

/** What a {@link KeysUnavailableError} knows in addition to its class. */
export interface KeysUnavailableDetails extends UnavailableDetails {
  /** When to try again, in seconds. Default: 1. */
  readonly retryAfterSeconds?: number | undefined
}

// Literal names: a minifier renames classes, but not these properties.
const errorClasses = {
  UnauthenticatedError,
  InvalidRequestError,
  InvalidTokenError,
  StepUpRequiredError,
  ForbiddenError,
  CrossOriginError,
  KeysUnavailableError,
  RevocationsUnavailableError,
}

for (const [name, errorClass] of Object.entries(errorClasses)) {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true })
}
