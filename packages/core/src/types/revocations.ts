import type { Principal } from './principal.ts'

/** Whether a token is revoked, or why that is unknown. */
export type Verdict = { readonly revoked: boolean } | { readonly unavailable: unknown }

/** A list of revocations, such as `createRevocations()` of `@cognito-auth/revocation` returns. */
export interface Revocations {
  /**
   * Checks the token of a principal. Answers without a promise if it can. An unavailable list is answered with 503; a
   * throw, or any other value, is an unexpected error (500).
   */
  check(principal: Principal): Verdict | Promise<Verdict>

  /** Loads the list. Rejects if that is not possible in time. */
  ready(): Promise<void>
}
