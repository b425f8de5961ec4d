import { own } from '../lib/own-property.ts'
import { type AnswerBody, type AnswerFacts, Answers, buildBody, defaultAnswers } from './answer.ts'
import type { ProtectionSpace } from './challenge.ts'
import type { AuthErrorCode, RejectionReason } from './reasons.ts'

/** What an {@link AuthError} knows in addition to its class. */
export interface AuthErrorDetails {
  /** Why the request was refused, for your logs. */
  readonly reason?: RejectionReason | undefined

  /** The pool whose key signed the token, for your logs. Absent unless the signature was verified. */
  readonly userPoolId?: string | undefined

  /** What the challenge names. Default: the realm `api`. */
  readonly protectionSpace?: ProtectionSpace | undefined
}

/** Marks the errors of every copy of this package. */
const brand = Symbol.for('@cognito-auth/AuthError')

/**
 * A refused request: thrown by the authenticator and by `getPrincipal`, passed to `onRefused` and to error handlers. Use
 * {@link isAuthError} to tell it from other errors. Its message is constant, except for what `ready()` throws.
 */
export abstract class AuthError extends Error {
  /** Why the request was refused, as the client is told. */
  readonly code: AuthErrorCode

  /** Status of the answer. */
  readonly statusCode: number

  /** Why the request was refused, for your logs. */
  readonly reason: RejectionReason

  /** The pool whose key signed the token, for your logs. Absent unless the signature was verified. */
  declare readonly userPoolId?: string

  /** Headers of the answer. The adapters replace them with those of the authenticator in force. */
  headers: Readonly<Record<string, string>>

  constructor(
    code: AuthErrorCode,
    reason: RejectionReason,
    details: AuthErrorDetails,
    facts: Omit<AnswerFacts, 'code'> = {},
  ) {
    const { statusCode, message } = buildBody(code)
    const userPoolId = own(details, 'userPoolId')
    const protectionSpace = own(details, 'protectionSpace')
    super(message)
    this.code = code
    this.statusCode = statusCode
    this.reason = reason
    if (userPoolId !== undefined) this.userPoolId = userPoolId
    const answers = protectionSpace === undefined ? defaultAnswers : new Answers(protectionSpace)
    this.headers = answers.headersFor({ code, ...facts })
  }

  /** The same as `statusCode`, by the name that Express reads. */
  get status(): number {
    return this.statusCode
  }

  /** Error handlers, Koa and http-errors assign it. Answers of this package keep their status. */
  set status(value: number) {
    replaceProperty(this, 'status', value)
  }

  /**
   * Whether the message may be sent to the client, by the name that http-errors and Nest read. It is `false` for what
   * `ready()` throws, whose message names user pools.
   */
  get expose(): boolean {
    return this.message === buildBody(this.code).message
  }

  /** http-errors assigns it. */
  set expose(value: boolean) {
    replaceProperty(this, 'expose', value)
  }

  /** The body of the answer, so that serialising the error by mistake reveals nothing more. */
  toJSON(): AnswerBody {
    return buildBody(this.code)
  }

  static {
    Object.defineProperty(this.prototype, brand, { value: true })
  }
}

function replaceProperty(error: AuthError, name: 'status' | 'expose', value: unknown): void {
  Object.defineProperty(error, name, { value, configurable: true, writable: true })
}

/** Whether the value is an {@link AuthError}, of this copy of the package or of another one. */
export function isAuthError(value: unknown): value is AuthError {
  return typeof value === 'object' && value !== null && brand in value
}
