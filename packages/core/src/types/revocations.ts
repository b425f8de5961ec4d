import type { Principal } from './principal.ts'

/** Whether a token is revoked, or why this is unknown. */
export type Verdict = { readonly revoked: boolean } | { readonly unavailable: unknown }

/** A list of revoked tokens, for example from `createRevocations()` of `@cognito-auth/revocation`. */
export interface Revocations {
  /**
   * Checks the token of a principal. Returns the verdict without a promise if possible. If the list is unavailable, the
   * request is answered with 503. If the method throws or returns any other value, that is an unexpected error (500).
   */
  check(principal: Principal): Verdict | Promise<Verdict>

  /** Loads the list. Rejects if the list cannot be loaded in time. */
  ready(): Promise<void>
}
