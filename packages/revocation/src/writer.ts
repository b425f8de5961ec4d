import { elapsedMs, type Environment, momentOf, type Moment, within } from './environment.ts'
import { RevocationsUnavailableError } from './errors.ts'
import type { KnownRevocations } from './known-revocations.ts'
import type { Revocation } from './revocation.ts'
import type { RevocationStore } from './revocation-store.ts'
import type { Settings } from './settings.ts'
import type { TroubleLog } from './trouble-log.ts'

/** Entries on their way into the store, or there since a moment. */
interface Write {
  readonly entries: readonly Revocation[]
  endedAt?: Moment
}

/**
 * Entries that are stored again after one read. How many instances do so is not known: each begins with few, takes more
 * after a quick read and half as many after a slow one. Together they store no more than each of them can read in time.
 */
const batch = { least: 100, step: 250, most: 5000 } as const

/** Writes that are remembered. One that is forgotten may be stored once more, which changes nothing. */
const mostWrites = 1000

/** The longest delay before entries are stored again, in milliseconds: instances that miss the same ones take turns. */
const longestDelayMs = 1000

/**
 * Stores entries, and stores them again for one reason only: a read that began after they were stored did not show them.
 * That covers a failed write as well as a store that lost its data.
 */
export class Writer {
  readonly #store: RevocationStore
  readonly #timeoutMs: number
  readonly #quickMs: number
  readonly #known: KnownRevocations
  readonly #log: TroubleLog
  readonly #environment: Environment
  /** Writes that the last read may have missed. */
  readonly #recent = new Set<Write>()
  #batchSize: number = batch.least
  #cancelDelay: (() => void) | undefined

  constructor(
    { store, timeoutSeconds, maxAgeSeconds }: Pick<Settings, 'store' | 'timeoutSeconds' | 'maxAgeSeconds'>,
    known: KnownRevocations,
    log: TroubleLog,
    environment: Environment,
  ) {
    this.#store = store
    this.#timeoutMs = timeoutSeconds * 1000
    this.#quickMs = maxAgeSeconds * 250
    this.#known = known
    this.#log = log
    this.#environment = environment
  }

  /**
   * Stores entries.
   *
   * @throws RevocationsUnavailableError if they are not stored within `timeoutSeconds`.
   */
  async store(entries: readonly Revocation[]): Promise<void> {
    const write: Write = { entries }
    this.#recent.add(write)
    const [oldest] = this.#recent
    if (oldest && this.#recent.size > mostWrites) this.#recent.delete(oldest)
    try {
      await within(this.#environment, this.#timeoutMs, this.#append(entries), tooLate)
    } catch (cause) {
      throw new RevocationsUnavailableError('The revocation was not stored', { cause })
    } finally {
      write.endedAt = momentOf(this.#environment)
    }
  }

  /** Stores again, after a delay, what a read that began at this moment should have shown. */
  readEnded(began: Moment): void {
    for (const write of this.#recent) {
      if (write.endedAt && write.endedAt.monotonic <= began.monotonic) this.#recent.delete(write)
    }
    if (this.#known.unshown.size === 0) this.#batchSize = batch.least
    else if (!this.#cancelDelay)
      this.#storeLater(elapsedMs(began, momentOf(this.#environment)) <= this.#quickMs)
  }

  #storeLater(isQuick: boolean): void {
    this.#resizeBatch(isQuick)
    const delayMs = this.#environment.random() * longestDelayMs
    this.#cancelDelay = this.#environment.after(delayMs, () => {
      this.#cancelDelay = undefined
      void this.#storeAgain()
    })
  }

  /** Waits for the next read that succeeds. */
  readFailed(): void {
    this.#cancelDelay?.()
    this.#cancelDelay = undefined
  }

  async #storeAgain(): Promise<void> {
    const entries = this.#missing()
    if (entries.length === 0) return
    try {
      await this.store(entries)
      this.#log.ends('storing')
    } catch (error) {
      this.#resizeBatch(false)
      this.#log.begins('storing', { err: error })
    }
  }

  #resizeBatch(isQuick: boolean): void {
    const { least, step, most } = batch
    this.#batchSize = isQuick
      ? Math.min(most, this.#batchSize + step)
      : Math.max(least, Math.floor(this.#batchSize / 2))
  }

  /** Some entries that the store has not shown although it should have. They begin anywhere, so that instances differ. */
  #missing(): readonly Revocation[] {
    const { unshown } = this.#known
    const nowSeconds = this.#environment.wall() / 1000
    const recent = new Set([...this.#recent].flatMap(({ entries }) => entries.map(keyOf)))
    const missing: Revocation[] = []
    for (const entry of unshown.entries(Math.floor(this.#environment.random() * unshown.size))) {
      if (entry.until <= nowSeconds || recent.has(keyOf(entry))) continue
      missing.push(entry)
      if (missing.length === this.#batchSize) break
    }
    return missing
  }

  async #append(entries: readonly Revocation[]): Promise<void> {
    await this.#store.append(entries)
  }
}

function tooLate(): Error {
  return new Error('The revocation store did not answer in time')
}

function keyOf({ kind, userPoolId, id }: Revocation): string {
  return `${kind} ${userPoolId} ${id}`
}
