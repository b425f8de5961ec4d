import type { Stopwatch } from '../lib/stopwatch.ts'
import type { KeySet } from './key-set.ts'
import type { KeySettings } from './key-settings.ts'
import type { VerificationKey } from './verification-key.ts'

/** The key set that was fetched last, and its age. */
export class HeldKeys {
  readonly #settings: KeySettings
  #keys: KeySet = new Map()
  #age: Stopwatch | undefined

  constructor(settings: KeySettings) {
    this.#settings = settings
  }

  /** The set, however old it is. */
  get keys(): KeySet {
    return this.#keys
  }

  /** Whether a set was ever fetched. */
  get hasArrived(): boolean {
    return this.#age !== undefined
  }

  /** Whether the keys may be used. */
  get isUsable(): boolean {
    return this.#age !== undefined && this.#age.seconds <= this.#settings.maxStaleSeconds
  }

  /** Whether the keys need a refresh. If the system clock was set back, their age is uncertain, so that they count as old. */
  get isOld(): boolean {
    if (this.#age === undefined) return true
    const { seconds, wasSetBack } = this.#age.read()
    return seconds > this.#settings.maxAgeSeconds || wasSetBack
  }

  /** Finds a key in the set, as long as the set may be used. */
  get(kid: string): VerificationKey | undefined {
    return this.isUsable ? this.#keys.get(kid) : undefined
  }

  /** Puts a new set in the place of the old one. */
  replace(keys: KeySet, age: Stopwatch): void {
    this.#keys = keys
    this.#age = age
  }
}
