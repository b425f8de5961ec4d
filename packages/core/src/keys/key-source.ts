import type { Refusal } from '../refusal/refusal.ts'
import type { VerificationKey } from './verification-key.ts'

/** Where the signing keys of an issuer come from. */
export interface KeySource {
  /** Finds the key of a `kid`, or the reason why there is none. Returns a promise only if it has to wait for a fetch. */
  find(kid: string): VerificationKey | Refusal | Promise<VerificationKey | Refusal>

  /** Starts a refresh in the background if the keys are old enough for one. */
  refreshIfDue(): void

  /** Whether a key is in the current set, and the set may be used without waiting for a fetch. */
  has(key: VerificationKey): boolean

  /** Fetches the keys unless there are usable ones. Returns the reason if there are none afterwards. */
  load(): Promise<Refusal | undefined>
}
