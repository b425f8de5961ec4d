import { Stopwatch } from '../lib/stopwatch.ts'
import { logSafely, type WarnLogger } from '../refusal/log.ts'
import type { Refusal } from '../refusal/refusal.ts'
import { CoolDown } from './cool-down.ts'
import { describeFetch, keyFetches } from './describe-fetch.ts'
import { fetchKeySet, type FetchResult } from './fetch-key-set.ts'
import { HeldKeys } from './held-keys.ts'
import type { KeyEndpoint } from './key-endpoint.ts'
import { KeyFetchError } from './key-fetch-error.ts'
import type { KeySettings } from './key-settings.ts'
import type { KeySource } from './key-source.ts'
import type { VerificationKey } from './verification-key.ts'

/**
 * Keys from a JWKS endpoint.
 *
 * - There are no timers: a request that finds the keys old starts a refresh in the background.
 * - A set is used until a better one has arrived, but no longer than `maxStaleSeconds`.
 * - At most one fetch is under way. After one that failed, none starts for 1 second, doubled with each further failure up
 *   to `cooldownSeconds`. Tokens with an unknown `kid` start one fetch in `cooldownSeconds`.
 * - A fetch that is under way for longer than its time limit was frozen together with the process. Requests wait for it.
 * - A fetch is noted as under way before `keys.fetch` is called. A `keys.fetch` that verifies a token itself gets the keys
 *   that are held. Without keys, that token waits for the fetch it is part of, and is refused when the time limit ends it.
 */
export class FetchedKeys implements KeySource {
  readonly #endpoint: KeyEndpoint
  readonly #settings: KeySettings
  readonly #logger: WarnLogger | undefined
  readonly #held: HeldKeys
  #fetching: Fetching | undefined

  /** Number of fetches that failed since the last one that succeeded, and why the last of them did. */
  #failures = 0
  #failure: unknown

  readonly #pauseAfterFailure = new CoolDown()
  readonly #pauseAfterLookUp = new CoolDown()

  constructor(endpoint: KeyEndpoint, settings: KeySettings, logger: WarnLogger | undefined) {
    this.#endpoint = endpoint
    this.#settings = settings
    this.#logger = logger
    this.#held = new HeldKeys(settings)
  }

  find(kid: string): VerificationKey | Refusal | Promise<VerificationKey | Refusal> {
    const earlier = this.#fetching
    this.refreshIfDue()
    return this.#keyAtOnce(kid) ?? this.#lookUp(kid, earlier)
  }

  refreshIfDue(): void {
    if (this.#fetching || !this.#held.isOld) return
    if (this.#held.isUsable && this.#pauseAfterFailure.isOver) this.#startFetch()
  }

  has(key: VerificationKey): boolean {
    return this.#keyAtOnce(key.kid) === key
  }

  async load(): Promise<Refusal | undefined> {
    if (!this.#held.isUsable) await this.#fetching?.ended
    if (!this.#held.isUsable && this.#pauseAfterFailure.isOver) await this.#awaitFetch()
    return this.#held.isUsable ? undefined : this.#refusal()
  }

  /** The key, if it may be used without waiting. */
  #keyAtOnce(kid: string): VerificationKey | undefined {
    const isFrozen = this.#fetching && this.#fetching.stopwatch.seconds > this.#settings.timeoutSeconds
    return isFrozen ? undefined : this.#held.get(kid)
  }

  /** @param earlier a fetch that began before the key was asked for, and perhaps before the key was published. */
  async #lookUp(kid: string, earlier: Fetching | undefined): Promise<VerificationKey | Refusal> {
    await earlier?.ended
    const key = this.#held.get(kid)
    if (key) return key
    if (this.#fetching || this.#mayLookUp()) await this.#awaitFetch(kid)
    return this.#held.get(kid) ?? this.#refusal()
  }

  /** Awaits a fetch, and one more if its keys are too old: the process was frozen before it read the answer. */
  async #awaitFetch(lookedUp?: string): Promise<void> {
    await (this.#fetching ?? this.#startFetch(lookedUp)).ended
    if (this.#failures === 0 && !this.#held.isUsable)
      await (this.#fetching ?? this.#startFetch(lookedUp)).ended
  }

  #mayLookUp(): boolean {
    return this.#pauseAfterFailure.isOver && (this.#pauseAfterLookUp.isOver || this.#held.isOld)
  }

  /** @param lookedUp the unknown `kid` that is the reason for the fetch, if there is one. */
  #startFetch(lookedUp?: string): Fetching {
    const wasUsable = this.#held.isUsable
    let end: (() => void) | undefined
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const fetching: Fetching = { stopwatch: new Stopwatch(), ended }
    this.#fetching = fetching
    void fetchKeySet(this.#endpoint.url, this.#settings, this.#held.keys).then((result) => {
      this.#endFetch(fetching, result, wasUsable, lookedUp)
      end?.()
    })
    return fetching
  }

  /** Every fetch ends here. */
  #endFetch({ stopwatch }: Fetching, result: FetchResult, wasUsable: boolean, lookedUp?: string): void {
    const { cooldownSeconds } = this.#settings
    this.#fetching = undefined
    if (result.keys) {
      this.#failures = 0
      this.#held.replace(result.keys, result.age)
      if (lookedUp !== undefined && (wasUsable || !result.keys.has(lookedUp)))
        this.#pauseAfterLookUp.start(cooldownSeconds)
    } else {
      this.#failures++
      this.#failure = result.error
      // "The pool does not use this issuer" is an answer, and holds for the whole cool-down.
      const pause = this.#isUnused() ? cooldownSeconds : 2 ** (this.#failures - 1)
      this.#pauseAfterFailure.start(Math.min(pause, cooldownSeconds))
      // Without keys, each request that needs them is refused, and the refusal is logged.
      if (wasUsable) {
        const fields = { err: result.error, reason: 'keys_unavailable' }
        logSafely(this.#logger, 'warn', fields, 'keys could not be refreshed')
      }
    }
    if (keyFetches.hasSubscribers) {
      const ended = { ...this.#endpoint, result, stopwatch, held: this.#held, isUnused: this.#isUnused() }
      keyFetches.publish(describeFetch(ended))
    }
  }

  #refusal(): Refusal {
    if (this.#isUnused()) return { reason: 'issuer' }
    // After a failure it is unknown whether the endpoint has the key.
    if (this.#held.isUsable && this.#failures === 0) return { reason: 'kid_unknown' }
    const retryAfterSeconds = Math.max(1, Math.ceil(this.#pauseAfterFailure.secondsLeft))
    return { reason: 'keys_unavailable', retryAfterSeconds, cause: this.#failure }
  }

  /** Whether the endpoint has said that the pool does not use this issuer. */
  #isUnused(): boolean {
    if (!this.#endpoint.isOptional || this.#held.hasArrived || !(this.#failure instanceof KeyFetchError))
      return false
    const { status = 0 } = this.#failure
    return status >= 400 && status < 500 && status !== 408 && status !== 429
  }
}

/** A fetch that is under way. */
interface Fetching {
  readonly stopwatch: Stopwatch

  /** Resolves when the fetch has ended, whether it succeeded or failed. */
  readonly ended: Promise<void>
}
