import type { RejectionReason } from '../refusal/reasons.ts'

/**
 * The message of `cognito-auth:authenticate`: how the authentication of a request, or `verify()`, has ended. Like all
 * messages, it contains no token, no claim and no principal.
 */
export interface AuthenticateMessage {
  /**
   * `'success'` if there is a principal, `'none'` if the request has no bearer credentials, `'failure'` in every other case:
   * the credentials were refused, or an unexpected error occurred.
   */
  readonly result: 'success' | 'failure' | 'none'

  /**
   * Why the request was refused. Absent if it was not: also for `'none'` where credentials are optional. Absent for an
   * unexpected error, which is answered with 500.
   */
  readonly reason?: RejectionReason | undefined

  /** The kind of token. Only for `'success'`. */
  readonly tokenUse?: 'access' | 'id' | undefined

  /** The user pool whose key signed the token. Absent unless the signature was verified. */
  readonly userPoolId?: string | undefined

  /** Whether the token was found in the verified-token cache. */
  readonly cached: boolean

  /** How long it took, in milliseconds, with the waiting for keys and for revocations. */
  readonly durationMs: number
}

/**
 * The message of `cognito-auth:authorize`: what a guard of an adapter has decided. There is none if the guard throws, and none
 * for a guard of core that is called as a function.
 */
export interface AuthorizeMessage {
  /** Whether the request may pass. */
  readonly allowed: boolean

  /** Why the request was refused: `'no_credentials'` if it has no principal. Absent if it was allowed. */
  readonly reason?: RejectionReason | undefined

  /** The user pool of the principal. Absent if there is none. */
  readonly userPoolId?: string | undefined
}

/** Why keys could not be fetched. */
export type KeysFetchReason =
  /** No complete answer arrived within `keys.timeoutSeconds`. */
  | 'timeout'
  /** No complete answer arrived for another reason: no connection, or one that failed, or a body that is too long. */
  | 'network'
  /** The endpoint redirects. Redirects are never followed. */
  | 'redirect'
  | 'http_4xx'
  | 'http_5xx'
  /** Any other status than 200. */
  | 'http_other'
  /** The answer is not JSON. */
  | 'malformed'
  /** The answer contains no key that can be used. */
  | 'no_usable_key'
  /** The user pool was not switched to its updated issuer, which a token names. This is no fault of the endpoint. */
  | 'issuer_unused'

/** The message of `cognito-auth:keys.fetch`: how a fetch from a JWKS endpoint has ended. */
export interface KeysFetchMessage {
  /** The user pool, as configured. If several pools share a `jwksUri`, the first of them. */
  readonly userPoolId: string

  /** Whether keys arrived that can be used. */
  readonly ok: boolean

  /** Why the fetch failed. Absent if it succeeded. */
  readonly reason?: KeysFetchReason | undefined

  /** How long it took, in milliseconds. */
  readonly durationMs: number

  /** Number of keys from this endpoint that can be used now. After a failed fetch, these are the keys from before. */
  readonly keys: number
}

/**
 * The message of `cognito-auth:revocations.read`: how a read from a store of revocations has ended. A read that exceeds
 * `timeoutSeconds` counts as failed at that moment. It is published once more only if it succeeds after all.
 */
export interface RevocationsReadMessage {
  /** Whether the list is complete. */
  readonly ok: boolean

  /** How long it took, in milliseconds. */
  readonly durationMs: number

  /** Number of revocations that this instance knows now. */
  readonly entries: number
}
