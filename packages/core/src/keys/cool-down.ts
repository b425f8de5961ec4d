import { Stopwatch } from '../lib/stopwatch.ts'

/** A pause between two fetches. It is over at first. */
export class CoolDown {
  #seconds = 0
  #stopwatch = new Stopwatch()

  /** Starts the pause anew. */
  start(seconds: number): void {
    this.#seconds = seconds
    this.#stopwatch = new Stopwatch()
  }

  /** Seconds that are left. A system clock that was set back ends the pause. */
  get secondsLeft(): number {
    const { seconds, wasSetBack } = this.#stopwatch.read()
    return wasSetBack ? 0 : Math.max(0, this.#seconds - seconds)
  }

  get isOver(): boolean {
    return this.secondsLeft === 0
  }
}
