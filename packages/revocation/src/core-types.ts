import type { Principal } from '@cognito-auth/core'

/** What is known about a principal: whether it is revoked, or why that is not known. */
export type Verdict = { readonly revoked: boolean } | { readonly unavailable: unknown }

/** The part of a revocation list that an authenticator uses. */
export interface Revocations {
  /** Whether the tokens of the principal are revoked. Returns a promise only if the list has to be read first. */
  check(principal: Principal): Verdict | Promise<Verdict>

  /** Reads the list once. */
  ready(): Promise<void>
}
