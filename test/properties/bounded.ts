import type * as fc from 'fast-check'

/** The same runs each time. A failure prints the seed and the path to the smallest counterexample. */
export function bounded(numRuns: number): fc.Parameters<unknown> {
  return { seed: 20_260_101, numRuns, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: true }
}
