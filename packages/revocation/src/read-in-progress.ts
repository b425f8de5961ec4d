import { elapsedMs, type Environment, type Moment, momentOf } from './environment.ts'

/** A timer that fires this late tells that the process did not run: it was frozen, or busy. */
const punctualMs = 50

/**
 * A read on its way. Requests that wait for it are released when it ends or when it is overdue; the read itself goes on,
 * and its late answer counts. It is never given up, because a client sends what comes later on the same connection.
 */
export class ReadInProgress {
  readonly #onOverdue: () => void
  readonly #waiting: (() => void)[] = []
  #cancelTimer: () => void
  #isOverdue = false

  constructor(environment: Environment, began: Moment, timeoutMs: number, onOverdue: () => void) {
    this.#onOverdue = onOverdue
    this.#cancelTimer = environment.after(timeoutMs, () => {
      const lateMs = elapsedMs(began, momentOf(environment)) - timeoutMs
      // The answer may be there already, unread: look once more.
      if (lateMs > punctualMs) this.#cancelTimer = environment.after(timeoutMs, () => this.#fallDue())
      else this.#fallDue()
    })
  }

  /** Whether the read takes longer than it may. */
  get isOverdue(): boolean {
    return this.#isOverdue
  }

  /** Waits until the read has ended, or is overdue. */
  async released(): Promise<void> {
    if (!this.#isOverdue) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Notes that the read has ended. */
  end(): void {
    this.#cancelTimer()
    this.#release()
  }

  #fallDue(): void {
    this.#isOverdue = true
    this.#onOverdue()
    this.#release()
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
