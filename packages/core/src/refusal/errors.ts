import { answerBody, answerHeaders, type AnswerBody, type AuthErrorCode, type Refusal } from './answer.ts'
import type { ProtectionSpace } from './challenge.ts'
import type { RejectionReason } from './reasons.ts'

/** What an {@link AuthError} knows beyond its class. */
export interface AuthErrorDetails {
  /** Why, for logs. */
  readonly reason?: RejectionReason | undefined

  /** The pool whose key signed the token, for logs. Absent while the signature is not verified. */
  readonly userPoolId?: string | undefined

  /** What the challenge names. Default: the realm `api`. */
  readonly protectionSpace?: ProtectionSpace | undefined
}

/** Marks refusals of every copy of this package. */
const brand = Symbol.for('@cognito-auth/AuthError')

/**
 * A refusal: thrown by the authenticator and by `getPrincipal`, passed to `onRefused` and to error handlers. Tell it
 * from other errors with {@link isAuthError}. Its message is constant, but for what `ready()` throws; its `reason` is for
 * logs.
 */
export abstract class AuthError extends Error {
  /** What went wrong, as the client is told. */
  readonly code: AuthErrorCode

  /** Status of the answer. */
  readonly statusCode: number

  /** What went wrong in detail, for logs. */
  readonly reason: RejectionReason

  /** The pool whose key signed the token, for logs. Absent while the signature is not verified. */
  declare readonly userPoolId?: string

  /** Headers of the answer. The adapters put those of the authenticator in force here. */
  headers: Readonly<Record<string, string>>

  constructor(
    code: AuthErrorCode,
    reason: RejectionReason,
    { userPoolId, protectionSpace }: AuthErrorDetails,
    facts: Omit<Refusal, 'code'> = {},
  ) {
    const { statusCode, message } = answerBody(code)
    super(message)
    this.code = code
    this.statusCode = statusCode
    this.reason = reason
    if (userPoolId !== undefined) this.userPoolId = userPoolId
    this.headers = answerHeaders({ code, ...facts }, protectionSpace)
  }

  /** The same as `statusCode`, under the name that Express reads. */
  get status(): number {
    return this.statusCode
  }

  /** The body of the answer, so that an error which is serialised by mistake tells no more than it should. */
  toJSON(): AnswerBody {
    return answerBody(this.code)
  }
}

/** 401: the request lacks any authentication information (RFC 6750, section 3.1). */
export class UnauthenticatedError extends AuthError {
  constructor(details: AuthErrorDetails = {}) {
    super('credentials_missing', details.reason ?? 'no_credentials', details)
  }
}

/** 400: the credentials are malformed, or there are several of them (RFC 6750, `invalid_request`). */
export class InvalidRequestError extends AuthError {
  constructor(details: AuthErrorDetails = {}) {
    super('credentials_malformed', details.reason ?? 'malformed_credentials', details)
  }
}

/** 401: the token is expired, revoked, malformed, or invalid for other reasons (RFC 6750, `invalid_token`). */
export class InvalidTokenError extends AuthError {
  constructor(details: AuthErrorDetails = {}) {
    const { reason = 'malformed_token' } = details
    super(
      reason === 'expired' ? 'token_expired' : reason === 'revoked' ? 'token_revoked' : 'token_invalid',
      reason,
      details,
    )
  }
}

/** 403: the request requires higher privileges than the token provides (RFC 6750, `insufficient_scope`). */
export class ForbiddenError extends AuthError {
  /** The scopes that would have been enough, separated by spaces, when a scope guard refused. */
  declare readonly scope?: string

  constructor({ scope, ...details }: AuthErrorDetails & { readonly scope?: string | undefined } = {}) {
    super('forbidden', details.reason ?? 'guard', details, { scope })
    if (scope !== undefined) this.scope = scope
  }
}

/**
 * 503: the keys cannot be had, so that nobody knows whether the token is good. `cause` says what happened. From
 * `ready()` the message names the pools concerned; otherwise it is constant.
 */
export class KeysUnavailableError extends AuthError {
  /** When to try again, in seconds. */
  readonly retryAfterSeconds: number

  constructor(details: KeysUnavailableDetails = {}) {
    const { retryAfterSeconds = 1, cause, message } = details
    super('keys_unavailable', 'keys_unavailable', details, { retryAfterSeconds })
    this.retryAfterSeconds = retryAfterSeconds
    if (message !== undefined) this.message = message
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause })
  }
}

/** What a {@link KeysUnavailableError} knows beyond its class. */
export interface KeysUnavailableDetails extends AuthErrorDetails {
  /** When to try again, in seconds. Default: 1. */
  readonly retryAfterSeconds?: number | undefined

  /** What happened, for logs. */
  readonly cause?: unknown

  /** In place of the constant message. It must not be sent to clients. */
  readonly message?: string | undefined
}

/** A mistake in the set-up, found when a factory is called. Never an answer to a request. */
export class ConfigurationError extends Error {
  /** The option that is wrong. */
  readonly option: string

  constructor(option: string, message: string) {
    super(message)
    this.option = option
  }
}

Object.defineProperty(AuthError.prototype, brand, { value: true })

for (const errorClass of [
  UnauthenticatedError,
  InvalidRequestError,
  InvalidTokenError,
  ForbiddenError,
  KeysUnavailableError,
  ConfigurationError,
]) {
  Object.defineProperty(errorClass.prototype, 'name', {
    value: errorClass.name,
    configurable: true,
    writable: true,
  })
}

/** Whether the value is an {@link AuthError}, of this copy of the package or of another one. */
export function isAuthError(value: unknown): value is AuthError {
  return typeof value === 'object' && value !== null && brand in value
}
