/** A moment on both clocks of the process, in milliseconds. */
export interface Moment {
  readonly wall: number
  readonly monotonic: number
}

/** Clocks, timers and chance, so that a test can replace them. */
export interface Environment {
  /** Milliseconds since 1970. The clock can be set. */
  wall(): number

  /** Milliseconds that only grow. They may stand still while the machine sleeps. */
  monotonic(): number

  /** Calls back after some milliseconds and returns what cancels that. An unreferenced timer lets the process exit. */
  after(milliseconds: number, callback: () => void, isReferenced?: boolean): () => void

  /** A number from 0 up to 1. */
  random(): number
}

/** The clocks, timers and random numbers of Node. */
export const system: Environment = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after: (milliseconds, callback, isReferenced = false) => {
    const timer = setTimeout(callback, milliseconds)
    if (!isReferenced) timer.unref()
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}

/** The present moment. */
export function momentOf(environment: Environment): Moment {
  return { wall: environment.wall(), monotonic: environment.monotonic() }
}

/**
 * Milliseconds from one moment to a later one: the longer of both clocks' answers, because one may have been set back
 * and the other may have stood still. Negative if `to` is the earlier one.
 */
export function elapsedMs(from: Moment, to: Moment): number {
  const monotonic = to.monotonic - from.monotonic
  // Less than a millisecond may be a rounding error.
  return monotonic < -1 ? monotonic : Math.max(monotonic, to.wall - from.wall)
}

/**
 * Waits for a promise, but no longer than some milliseconds.
 *
 * @param late makes the error for a promise that has not settled by then.
 */
export async function within<Value>(
  environment: Environment,
  milliseconds: number,
  promise: Promise<Value>,
  late: () => Error,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancel = environment.after(milliseconds, () => reject(late()), true)
    promise.then(resolve, reject).finally(cancel)
  })
}
