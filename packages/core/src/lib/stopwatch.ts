/**
 * Measures the time since it was made. It reads two clocks, because each of them can miss time: the monotonic clock stops
 * while the machine is suspended, and the system clock can be set back.
 */
export class Stopwatch {
  readonly #systemStart = Date.now()
  readonly #monotonicStart = performance.now()

  /** Seconds since the start, according to the clock that counted more of them. */
  get seconds(): number {
    const system = Date.now() - this.#systemStart
    return Math.max(system, performance.now() - this.#monotonicStart) / 1000
  }

  /** The seconds, and whether the system clock is now behind its time at the start. Each clock is read once. */
  read(): { readonly seconds: number; readonly wasSetBack: boolean } {
    const system = Date.now() - this.#systemStart
    const monotonic = performance.now() - this.#monotonicStart
    return { seconds: Math.max(system, monotonic) / 1000, wasSetBack: system < 0 }
  }
}
