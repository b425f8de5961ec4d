import { hash } from 'node:crypto'
import type { Principal } from '../types/principal.ts'
import type { Verification } from '../verify/verifier.ts'

/** What the cache keeps of a verified token. The principal is kept from the second request on. */
export interface CachedToken extends Verification {
  readonly principal: Principal | undefined
}

interface Entry {
  readonly token: CachedToken

  /** How many tokens had been added when this one was last used. */
  usedAt: number
}

/**
 * Verified tokens, the least recently used first. A token is found by the SHA-256 of all of it, so that no token stays in
 * memory and no part of one can stand for the whole.
 *
 * Only a token that is added evicts another. Those used since the last one was added are therefore not ordered any
 * further, which spares most cache hits a change of the map.
 */
export class TokenCache {
  readonly #entries = new Map<string, Entry>()
  readonly #maxEntries: number
  #added = 0

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries
  }

  static digest(token: string): string {
    return hash('sha256', token, 'binary')
  }

  get(digest: string): CachedToken | undefined {
    const entry = this.#entries.get(digest)
    if (entry === undefined) return undefined
    if (entry.usedAt !== this.#added) this.#moveToEnd(digest, entry.token)
    return entry.token
  }

  /**
   * Adds a token, or replaces what is kept of it. A new one is kept without its principal: many tokens are never seen
   * again, and a principal with its claims is most of the work for the garbage collector.
   */
  set(digest: string, { issuer, key, validity, principal }: CachedToken): void {
    const isNew = !this.#entries.has(digest)
    if (isNew) this.#added++
    this.#moveToEnd(digest, { issuer, key, validity, principal: isNew ? undefined : principal })
    if (this.#entries.size > this.#maxEntries) this.#deleteFirst()
  }

  delete(digest: string): void {
    this.#entries.delete(digest)
  }

  #moveToEnd(digest: string, token: CachedToken): void {
    this.#entries.delete(digest)
    this.#entries.set(digest, { token, usedAt: this.#added })
  }

  #deleteFirst(): void {
    for (const digest of this.#entries.keys()) {
      this.#entries.delete(digest)
      return
    }
  }
}
