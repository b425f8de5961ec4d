import type { Logger, Principal, Revocations } from '@cognito-auth/core'
import type { RevocationStore } from './revocation-store.ts'

/** Options of `createRevocations()`. */
export interface RevocationOptions {
  /** Where the instances of your API keep revocations: `redisStore(client)`, or `memoryStore()` for a single process. */
  store: RevocationStore

  /**
   * Age, in seconds, up to which the list answers without being read again. A revocation takes effect on every instance
   * within this time. Default: 1, at least 0.1. An instance reads the list twice in this time while it has requests,
   * and never while it has none.
   */
  maxAgeSeconds?: number | undefined

  /**
   * Age, in seconds, up to which the known list is used while the store does not answer. Default: 300. Then every request
   * is a 503. With `Infinity` an outage lets revoked tokens pass for as long as it lasts.
   */
  maxStaleSeconds?: number | undefined

  /**
   * Time, in seconds, that a request waits for the store, and after which a revocation counts as not stored.
   * Default: 2.
   */
  timeoutSeconds?: number | undefined

  /**
   * Entries that are held in memory, each takes about 100 bytes. Default: 1,000,000. Nothing is ever evicted: with more
   * entries every request is a 503 until enough of them have ended.
   */
  maxEntries?: number | undefined

  /** A pino logger, or its methods `info` and `warn`: one line when trouble with the store begins and one when it ends. */
  logger?: Logger | undefined
}

/** A user of a pool, for `endUser()`. */
export interface UserTarget {
  /** The user pool, as it is configured. */
  readonly userPoolId: string

  /** The claim `sub`: `principal.claims.sub`. */
  readonly sub: string
}

/** An app client of a pool, for `endClient()`. */
export interface ClientTarget {
  /** The user pool, as it is configured. */
  readonly userPoolId: string

  /** The id of the app client. */
  readonly clientId: string
}

/** A user pool, for `endPool()`. */
export interface PoolTarget {
  /** The user pool, as it is configured. */
  readonly userPoolId: string
}

/** What `watch()` needs to know. */
export interface WatchOptions {
  /** Ends the watch: abort it when the connection closes. */
  readonly signal: AbortSignal

  /** Called once, when the principal is revoked. */
  readonly onRevoked: () => void
}

/**
 * The revocations of an API: the option `revocations` of `requireAuth()` and `cognitoAuth`, and the calls that revoke.
 * Each `end…()` takes effect on this instance at once, and on all others within `maxAgeSeconds` after it resolves.
 * It rejects with an error whose `code` is `'revocations_unavailable'` if the store did not take it in time. Call it
 * again then; this instance revokes all the same and stores it as soon as it can.
 */
export interface ManagedRevocations extends Revocations {
  /**
   * Revokes all tokens of a sign-in, refreshed ones too. Revoke the refresh token in Cognito as well, see
   * [RevokeToken](https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html).
   *
   * @throws TypeError if the token has no `origin_jti`.
   */
  endSignIn(principal: Principal): Promise<void>

  /**
   * Revokes all tokens of a user whose sign-in (`auth_time`) is not after `before`.
   *
   * @param before seconds since 1970. Default: now.
   * @throws RangeError if `before` is more than 60 seconds ahead.
   */
  endUser(user: UserTarget, before?: number): Promise<void>

  /** Revokes all tokens of an app client whose sign-in is not after `before`. After a day, end its refresh tokens too. */
  endClient(client: ClientTarget, before?: number): Promise<void>

  /** Revokes all tokens of a user pool whose sign-in is not after `before`. After a day, end its refresh tokens too. */
  endPool(pool: PoolTarget, before?: number): Promise<void>

  /**
   * Calls back when a principal is revoked, for connections that stay open. The list is read twice in `maxAgeSeconds`
   * while anything is watched. It does not keep the process running.
   */
  watch(principal: Principal, options: WatchOptions): void
}
