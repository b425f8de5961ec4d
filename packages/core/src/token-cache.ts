import { hash } from 'node:crypto'

/**
 * Remembers what was found out about tokens. A token is known by the SHA-256 of all of it, so that no live token stays in
 * memory and no part of one can stand for the whole. The entry that was not used for the longest time goes first.
 */
export class TokenCache<Entry extends object> {
  /** In the order of their last use: a map keeps the order in which its keys came. */
  readonly #entries = new Map<string, Entry>()

  /** Stays where it is in the map, so that it never passes over what was deleted before. */
  readonly #oldest = this.#entries.keys()
  readonly #maxEntries: number

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries
  }

  static keyOf(token: string): string {
    return hash('sha256', token, 'base64url')
  }

  get(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    if (entry !== undefined) this.#putLast(key, entry)
    return entry
  }

  set(key: string, entry: Entry): void {
    this.#putLast(key, entry)
    if (this.#entries.size > this.#maxEntries) this.#deleteOldest()
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  #putLast(key: string, entry: Entry): void {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
  }

  #deleteOldest(): void {
    // There is one: this is called when there are too many.
    this.delete(this.#oldest.next().value as string)
  }
}
