import type { Environment } from '../../dist/environment.js'

/** The moment at which every schedule begins, in milliseconds since 1970. */
export const epochMs = 1_800_000_000_000

interface Event {
  readonly at: number
  readonly run: () => void
}

/** A clock that jumps from one event to the next. Between two events, promises settle. */
export class World {
  /** Milliseconds since the beginning. */
  now = 0
  #events: Event[] = []

  /** Runs something at a time. Returns what cancels it. */
  at(time: number, run: () => void): () => void {
    const event = { at: Math.max(time, this.now), run }
    let index = this.#events.length
    while (index > 0 && (this.#events[index - 1]?.at ?? 0) > event.at) index -= 1
    this.#events.splice(index, 0, event)
    return () => {
      this.#events = this.#events.filter((other) => other !== event)
    }
  }

  /** Lets time pass. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      const [event] = this.#events
      if (event === undefined || event.at > end) break
      this.#events.shift()
      this.now = event.at
      event.run()
      await settle()
    }
    this.now = end
  }

  /** The clocks of a process in this world. Its timers stop when it ends. */
  environment(isAlive: () => boolean, random: () => number): Environment {
    return {
      wall: () => epochMs + this.now,
      monotonic: () => 1 + this.now,
      after: (milliseconds, callback) =>
        this.at(this.now + milliseconds, () => {
          if (isAlive()) callback()
        }),
      random,
    }
  }
}

/** Lets promises settle: each `await` is one step of a chain, and no chain in the package is longer. */
async function settle(): Promise<void> {
  for (let step = 0; step < 10; step += 1) await Promise.resolve()
}
