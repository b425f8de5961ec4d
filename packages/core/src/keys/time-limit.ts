import { Stopwatch } from '../lib/stopwatch.ts'

const ticks = 10

/** A tick that comes later than this was held up: the process was frozen, or its event loop was blocked. */
const longestDelaySeconds = 1

/**
 * A time limit that counts only the time in which the process runs. It ticks ten times, and a tick that comes late, because
 * the process was frozen or its event loop blocked, counts as one tick all the same. After a delay of more than a second
 * one more tick is left: enough to read what has arrived meanwhile.
 */
export class TimeLimit {
  readonly seconds: number

  /** Rejects when the time is up. */
  readonly passed: Promise<never>

  #ticksLeft = ticks
  #tick = new Stopwatch()
  #wasHeldUp = false
  #timer: NodeJS.Timeout | undefined

  /** @param makeError makes what `passed` rejects with. */
  constructor(seconds: number, makeError: () => Error) {
    this.seconds = seconds
    this.passed = new Promise((_, reject) => {
      // Node runs timers before it reads from sockets. After one turn, what has arrived in time is read.
      this.#wait(() => setImmediate(() => reject(makeError())))
    })
  }

  /** Whether the process was held up for more than a second. A task that failed may have failed because of that. */
  get wasHeldUp(): boolean {
    // What arrived during a pause may be read before the tick.
    return this.#wasHeldUp || this.#isTickLate
  }

  /** Stops the timer. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  get #isTickLate(): boolean {
    return this.#tick.seconds > this.seconds / ticks + longestDelaySeconds
  }

  #wait(end: () => void): void {
    this.#tick = new Stopwatch()
    this.#timer = setTimeout(
      () => {
        const isLate = this.#isTickLate
        this.#ticksLeft = isLate && !this.#wasHeldUp ? 1 : this.#ticksLeft - 1
        this.#wasHeldUp ||= isLate
        if (this.#ticksLeft > 0) this.#wait(end)
        else end()
      },
      (this.seconds / ticks) * 1000,
    )
  }
}
