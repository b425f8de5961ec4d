import type { Principal, Verdict } from '@cognito-auth/core'
import { type Environment, type Moment, momentOf, within } from './environment.ts'
import { RevocationsUnavailableError, TooManyEntriesError } from './errors.ts'
import { KnownRevocations } from './known-revocations.ts'
import { Reader, type ReadResult } from './reader.ts'
import { Reads } from './reads.ts'
import type { Revocation } from './revocation.ts'
import type { Settings } from './settings.ts'
import { TroubleLog } from './trouble-log.ts'
import { Writer } from './writer.ts'

/** Entries that are looked at for their end with each entry that is added: more than one, so that the list shrinks. */
const sweptPerEntry = 10

const revoked: Verdict = Object.freeze({ revoked: true })
const notRevoked: Verdict = Object.freeze({ revoked: false })

/**
 * The revocation list of an instance, kept in step with the store. A request that comes `maxAgeSeconds` or later after a
 * revocation was stored sees it: the list that answers is not older than that, or the request waits for one that is not.
 */
export class SynchronisedList {
  readonly #known = new KnownRevocations()
  readonly #settings: Settings
  readonly #maxAgeMs: number
  readonly #environment: Environment
  readonly #log: TroubleLog
  readonly #writer: Writer
  readonly #reads: Reads
  readonly #onNews: () => void

  /** @param onNews called when there are entries that were not known. */
  constructor(settings: Settings, environment: Environment, onNews: () => void) {
    this.#settings = settings
    this.#maxAgeMs = settings.maxAgeSeconds * 1000
    this.#environment = environment
    this.#onNews = onNews
    this.#log = new TroubleLog(settings.logger)
    this.#writer = new Writer(settings, this.#known, this.#log, environment)
    const reader = new Reader(settings, this.#known, this.#log, () => environment.wall() / 1000)
    const listener = {
      succeeded: (began: Moment, result: ReadResult) => this.#readSucceeded(began, result),
      failed: (error: unknown) => this.#readFailed(error),
    }
    this.#reads = new Reads(reader, listener, settings, environment)
  }

  /** Whether the known list revokes the principal, however old it is. */
  revokes(principal: Principal): boolean {
    return this.#known.revokes(principal, this.#environment.wall() / 1000)
  }

  /** Whether the principal is revoked. At once, unless the list has to be read first. */
  check(principal: Principal): Verdict | Promise<Verdict> {
    const now = momentOf(this.#environment)
    const ageMs = this.#reads.ageMs(now)
    // In the background, and for a request that is refused too: only after a read are entries stored again.
    if (ageMs * 2 >= this.#maxAgeMs) this.#reads.beginIfDue(now)
    if (this.#known.revokes(principal, now.wall / 1000)) return revoked
    const isDecided = ageMs <= this.#maxAgeMs || this.#isFull() || this.#reads.isSuspended(now)
    return isDecided ? this.#judge(ageMs) : this.#checkAfterRead(principal, now)
  }

  /** Begins a read if one is due. */
  refresh(): void {
    this.#reads.beginIfDue(momentOf(this.#environment))
  }

  /** Waits for one complete read. */
  async ready(): Promise<void> {
    const timeoutMs = this.#settings.timeoutSeconds * 1000
    await within(this.#environment, timeoutMs, this.#readOnce(), () => this.#unavailable())
  }

  /** Adds an entry: here at once, and then in the store. */
  async add(entry: Revocation): Promise<void> {
    // A process that only revokes never reads, which is when entries that have ended are removed.
    this.#known.sweep(this.#environment.wall() / 1000, sweptPerEntry)
    this.#known.add(entry)
    this.#onNews()
    await this.#writer.store([entry])
  }

  async #checkAfterRead(principal: Principal, arrival: Moment): Promise<Verdict> {
    while (this.#reads.ageMs(arrival) > this.#maxAgeMs) {
      // A read that was in progress at arrival may have begun too early: then the next one counts.
      await this.#reads.next()
      if (this.#reads.isSuspended(momentOf(this.#environment))) break
    }
    return this.revokes(principal) ? revoked : this.#judge(this.#reads.ageMs(arrival))
  }

  /** The verdict on a principal that the known list does not revoke: depends on how old the list was when the request arrived. */
  #judge(ageMs: number): Verdict {
    // A list that was never complete is no list, whatever `maxStaleSeconds` allows.
    const isUsable = ageMs !== Infinity && ageMs <= this.#settings.maxStaleSeconds * 1000 && !this.#isFull()
    return isUsable ? notRevoked : { unavailable: this.#unavailable() }
  }

  async #readOnce(): Promise<void> {
    const arrival = momentOf(this.#environment)
    const isComplete = (): boolean => this.#reads.ageMs(arrival) <= this.#maxAgeMs && !this.#isFull()
    await this.#reads.current()
    if (isComplete()) return
    await this.#reads.pause()
    this.refresh()
    await this.#reads.current()
    if (!isComplete()) throw this.#unavailable()
  }

  #isFull(): boolean {
    return this.#known.size > this.#settings.maxEntries
  }

  #unavailable(): RevocationsUnavailableError {
    const cause = this.#reads.failure
    return new RevocationsUnavailableError('The revocation list is not up to date', { cause })
  }

  #readSucceeded(began: Moment, { isNew }: ReadResult): void {
    this.#log.ends('reading')
    this.#log.ends('entries')
    this.#writer.readEnded(began)
    if (isNew) this.#onNews()
  }

  #readFailed(error: unknown): void {
    this.#log.begins(error instanceof TooManyEntriesError ? 'entries' : 'reading', { err: error })
    this.#writer.readFailed()
  }
}
