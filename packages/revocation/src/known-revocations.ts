import type { Principal } from '@cognito-auth/core'
import { RevocationList } from './revocation-list.ts'
import type { Revocation } from './revocation.ts'

/**
 * All revocations that this instance knows, in two parts: those that the store has shown, and those that it has not, or
 * not since it lost its data. The second part is what has to be stored again.
 */
export class KnownRevocations {
  #shown = new RevocationList()
  #unshown = new RevocationList()

  /** Number of entries. */
  get size(): number {
    return this.#shown.size + this.#unshown.size
  }

  /** The entries that the store has not shown. */
  get unshown(): Pick<RevocationList, 'size' | 'entries'> {
    return this.#unshown
  }

  /** Whether an entry that has not ended revokes the tokens of the principal. */
  revokes(principal: Principal, nowSeconds: number): boolean {
    return (
      this.#shown.revokes(principal, nowSeconds) ||
      (this.#unshown.size > 0 && this.#unshown.revokes(principal, nowSeconds))
    )
  }

  /** Adds an entry of this instance. */
  add(entry: Revocation): void {
    if (this.#shown.covers(entry)) return
    const shown = this.#shown.find(entry)
    // With what is known of the key, so that the latest times revoke together.
    if (shown) this.#unshown.add(shown)
    this.#unshown.add(entry)
  }

  /** Adds an entry that the store shows. Returns whether it was not known. */
  show(entry: Revocation): boolean {
    const isNewInStore = this.#shown.add(entry)
    if (this.#unshown.find(entry) === undefined) return isNewInStore
    const isNew = this.#unshown.add(entry)
    const unshown = this.#unshown.find(entry)
    if (unshown && this.#shown.covers(unshown)) this.#unshown.remove(entry)
    return isNew
  }

  /** Notes that the store has lost its data: it has to show every entry anew. */
  forgetShown(): void {
    const [larger, smaller] =
      this.#shown.size > this.#unshown.size ? [this.#shown, this.#unshown] : [this.#unshown, this.#shown]
    for (const entry of smaller.entries()) larger.add(entry)
    this.#unshown = larger
    this.#shown = new RevocationList()
  }

  /** Looks at some more entries and removes those that have ended. */
  sweep(nowSeconds: number, count: number): void {
    this.#shown.sweep(nowSeconds, count)
    this.#unshown.sweep(nowSeconds, count)
  }
}
