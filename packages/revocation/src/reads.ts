import { channels, type RevocationsReadMessage } from '@cognito-auth/core'
import { EventChannel } from '@cognito-auth/core/adapter'
import { elapsedMs, type Environment, type Moment, momentOf } from './environment.ts'
import { ReadInProgress } from './read-in-progress.ts'
import type { Reader, ReadResult } from './reader.ts'
import type { Settings } from './settings.ts'

const readings = new EventChannel<RevocationsReadMessage>(channels.revocationsRead)

/** Hears of each read. */
export interface ReadListener {
  /** A read that began then is complete. */
  succeeded(began: Moment, result: ReadResult): void

  /** A read has failed, or takes too long. */
  failed(error: unknown): void
}

/**
 * When the store is read: at most one read at a time, shared by all requests, and a pause between the beginnings of two.
 * Requests ask for reads, so there are none without them.
 */
export class Reads {
  readonly #reader: Pick<Reader, 'read' | 'entries'>
  readonly #listener: ReadListener
  readonly #environment: Environment
  readonly #pauseMs: number
  readonly #timeoutMs: number
  readonly #suspensionMs: number
  #inProgress: ReadInProgress | undefined
  #began: Moment | undefined
  #completeAsOf: Moment | undefined
  #failedAt: Moment | undefined
  #failure: unknown

  constructor(
    reader: Pick<Reader, 'read' | 'entries'>,
    listener: ReadListener,
    settings: Settings,
    environment: Environment,
  ) {
    const { maxAgeSeconds, timeoutSeconds } = settings
    this.#reader = reader
    this.#listener = listener
    this.#environment = environment
    this.#pauseMs = maxAgeSeconds * 500
    this.#timeoutMs = timeoutSeconds * 1000
    // A read that begins within this time falls due within it: while the store is down, no request waits again.
    this.#suspensionMs = (maxAgeSeconds + timeoutSeconds) * 1000
  }

  /** Why the last read failed, if it did. */
  get failure(): unknown {
    return this.#failure
  }

  /**
   * Age of the list in milliseconds, `Infinity` if no read was ever complete. It counts from the moment at which the read
   * began: what was stored after that, the read may have missed.
   */
  ageMs(now: Moment): number {
    return this.#completeAsOf === undefined ? Infinity : elapsedMs(this.#completeAsOf, now)
  }

  /** Whether the last read has failed, or is overdue, so that waiting for one makes little sense. */
  isSuspended(now: Moment): boolean {
    if (this.#inProgress?.isOverdue === true) return true
    return this.#failedAt !== undefined && elapsedMs(this.#failedAt, now) < this.#suspensionMs
  }

  /** Begins a read, unless there is one or the last one began a short time ago. */
  beginIfDue(now: Moment): void {
    if (!this.#inProgress && this.#pauseLeftMs(now) <= 0) this.#begin(now)
  }

  /** Waits until the read in progress, or else a new one, has ended or is overdue. */
  async next(): Promise<void> {
    await (this.#inProgress ?? this.#begin(momentOf(this.#environment))).released()
  }

  /** Waits until the read in progress, if there is one, has ended or is overdue. */
  async current(): Promise<void> {
    await this.#inProgress?.released()
  }

  /** Waits until a new read may begin. */
  async pause(): Promise<void> {
    // In a loop, because timers fire a fraction of a millisecond early.
    for (;;) {
      const leftMs = this.#pauseLeftMs(momentOf(this.#environment))
      if (leftMs <= 0) return
      await new Promise<void>((resolve) => void this.#environment.after(leftMs, resolve, true))
    }
  }

  #pauseLeftMs(now: Moment): number {
    return this.#began === undefined ? 0 : this.#pauseMs - elapsedMs(this.#began, now)
  }

  #begin(began: Moment): ReadInProgress {
    this.#began = began
    const read = new ReadInProgress(this.#environment, began, this.#timeoutMs, () => {
      this.#fail(new Error('The revocation store did not answer in time'))
      this.#publish(began, false)
    })
    this.#inProgress = read
    void this.#run(read, began)
    return read
  }

  /** Every read ends here, whether it succeeds or fails. */
  async #run(read: ReadInProgress, began: Moment): Promise<void> {
    try {
      const result = await this.#reader.read()
      this.#completeAsOf = began
      this.#failedAt = undefined
      this.#failure = undefined
      this.#listener.succeeded(began, result)
      this.#publish(began, true)
    } catch (error) {
      this.#fail(error)
      // An overdue read was published as failed when it fell due.
      if (!read.isOverdue) this.#publish(began, false)
    } finally {
      this.#inProgress = undefined
      read.end()
    }
  }

  #fail(error: unknown): void {
    this.#failedAt = momentOf(this.#environment)
    this.#failure = error
    this.#listener.failed(error)
  }

  #publish(began: Moment, ok: boolean): void {
    if (!readings.hasSubscribers) return
    const durationMs = elapsedMs(began, momentOf(this.#environment))
    readings.publish({ ok, durationMs, entries: this.#reader.entries })
  }
}
