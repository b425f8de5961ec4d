import type { Refusal } from '../refusal/refusal.ts'
import type { KeySet } from './key-set.ts'
import type { KeySource } from './key-source.ts'
import type { VerificationKey } from './verification-key.ts'

/** Keys from the option `jwks`. They never change and never expire. */
export class GivenKeys implements KeySource {
  readonly #keys: KeySet

  constructor(keys: KeySet) {
    this.#keys = keys
  }

  find(kid: string): VerificationKey | Refusal {
    return this.#keys.get(kid) ?? { reason: 'kid_unknown' }
  }

  refreshIfDue(): void {
    // There is nothing to fetch.
  }

  has(key: VerificationKey): boolean {
    return this.#keys.get(key.kid) === key
  }

  load(): Promise<undefined> {
    return Promise.resolve(undefined)
  }
}
