import { chooseDownload } from './choose-download.ts'
import { fetchJson } from './fetch-json.ts'
import { KeyFetchError } from './key-fetch-error.ts'
import { type KeySet, readKeySet } from './key-set.ts'
import type { Logger } from '../types/options.ts'
import type { Rejection } from '../refusal/refusal.ts'
import type { KeySettings } from './key-settings.ts'
import type { KeySource } from './key-source.ts'
import type { VerificationKey } from './verification-key.ts'

/**
 * Keys at an address. Their age is looked at when somebody asks for a key, so that there are no timers; a set stays in
 * use until a better one has arrived, up to `maxStaleSeconds`. At most one fetch is under way, and after one that failed,
 * or that an unknown `kid` asked for, none starts for `cooldownSeconds`.
 */
export class FetchedKeys implements KeySource {
  readonly #url: string
  readonly #isOptional: boolean
  readonly #settings: KeySettings
  readonly #logger: Logger | undefined
  #keys: KeySet = new Map()
  #fetchedAt = -Infinity
  #coolingSince = -Infinity
  #fetching: Promise<void> | undefined
  #failure: unknown

  /** @param isOptional whether the issuer may have no keys at all, and a 4xx says that it has none. */
  constructor(url: string, isOptional: boolean, settings: KeySettings, logger: Logger | undefined) {
    this.#url = url
    this.#isOptional = isOptional
    this.#settings = settings
    this.#logger = logger
  }

  find(kid: string): VerificationKey | Rejection | Promise<VerificationKey | Rejection> {
    const underWay = this.#fetching
    this.refreshIfDue()
    return this.#heldKey(kid) ?? this.#lookUp(kid, underWay)
  }

  refreshIfDue(): void {
    if (this.#fetching || !this.#isUsable() || this.#isCooling()) return
    const age = secondsSince(this.#fetchedAt)
    // A clock that was set back says nothing about the age: refresh.
    if (age < 0 || age > this.#settings.maxAgeSeconds) void this.#fetch()
  }

  has(key: VerificationKey): boolean {
    return this.#heldKey(key.kid) === key
  }

  async load(): Promise<Rejection | undefined> {
    if (!this.#isUsable() && !this.#isCooling()) await (this.#fetching ?? this.#fetch())
    return this.#isUsable() ? undefined : this.#refusal()
  }

  #heldKey(kid: string): VerificationKey | undefined {
    return this.#isUsable() ? this.#keys.get(kid) : undefined
  }

  /**
   * Waits for the key.
   *
   * @param underWay a fetch that began before the key was asked for, and perhaps before the key was published.
   */
  async #lookUp(kid: string, underWay: Promise<void> | undefined): Promise<VerificationKey | Rejection> {
    await underWay
    const key = this.#heldKey(kid)
    if (key) return key
    if (!this.#isCooling()) await (this.#fetching ?? this.#fetch(kid))
    return this.#heldKey(kid) ?? this.#refusal()
  }

  #refusal(): Rejection {
    if (this.#isUsable()) return { reason: 'kid_unknown' }
    if (this.#isUnused()) return { reason: 'issuer' }
    const left = this.#settings.cooldownSeconds - secondsSince(this.#coolingSince)
    return {
      reason: 'keys_unavailable',
      retryAfterSeconds: Math.max(1, Math.ceil(left)),
      cause: this.#failure,
    }
  }

  /** Never rejects. `kid` is the one that is looked for, when that is why. */
  #fetch(kid?: string): Promise<void> {
    this.#fetching = this.#replaceKeys(kid)
      // What is left to fail is the logger, and nobody waits for a refresh on the side.
      .catch(() => undefined)
      .finally(() => {
        this.#fetching = undefined
      })
    return this.#fetching
  }

  async #replaceKeys(kid: string | undefined): Promise<void> {
    const isRefresh = this.#isUsable()
    try {
      const { fetch, timeoutSeconds } = this.#settings
      const { json } = await fetchJson(this.#url, chooseDownload(fetch), timeoutSeconds)
      const keys = readKeySet(json, this.#keys)
      if (keys.size === 0) throw new KeyFetchError(`${this.#url} delivers no usable key`)
      this.#keys = keys
      this.#fetchedAt = Date.now()
      this.#failure = undefined
      if (kid !== undefined && (isRefresh || !keys.has(kid))) this.#coolingSince = Date.now()
    } catch (error) {
      this.#failure = error
      this.#coolingSince = Date.now()
      // Without keys the requests that need them are refused, and that is logged.
      if (isRefresh)
        this.#logger?.warn({ err: error, reason: 'keys_unavailable' }, 'keys could not be refreshed')
    }
  }

  #isUsable(): boolean {
    return secondsSince(this.#fetchedAt) <= this.#settings.maxStaleSeconds
  }

  #isCooling(): boolean {
    const age = secondsSince(this.#coolingSince)
    return age >= 0 && age < this.#settings.cooldownSeconds
  }

  /** Whether the key server has said that the pool does not use this issuer. */
  #isUnused(): boolean {
    if (!this.#isOptional || this.#fetchedAt !== -Infinity || !(this.#failure instanceof KeyFetchError))
      return false
    const { status = 0 } = this.#failure
    return status >= 400 && status < 500 && status !== 408 && status !== 429
  }
}

function secondsSince(time: number): number {
  return (Date.now() - time) / 1000
}
