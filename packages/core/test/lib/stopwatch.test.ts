import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Stopwatch } from '../../dist/lib/stopwatch.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets both clocks go on. */
function run(milliseconds: number) {
  vi.advanceTimersByTime(milliseconds)
}

/** Sets the system clock and leaves the monotonic clock alone. */
function setForward(milliseconds: number) {
  vi.setSystemTime(Date.now() + milliseconds)
}

describe('Stopwatch', () => {
  it('counts seconds from its start', () => {
    run(1000)
    const stopwatch = new Stopwatch()
    expect(stopwatch.seconds).toBe(0)
    run(1500)
    expect(stopwatch.seconds).toBe(1.5)
  })

  it('counts the time in which the monotonic clock stood still', () => {
    const stopwatch = new Stopwatch()
    run(1000)
    setForward(3_600_000)
    expect(stopwatch.seconds).toBe(3601)
    expect(stopwatch.read()).toEqual({ seconds: 3601, wasSetBack: false })
  })

  it('goes on when the system clock is set back', () => {
    const stopwatch = new Stopwatch()
    run(2000)
    setForward(-3_600_000)
    run(2000)
    expect(stopwatch.seconds).toBe(4)
  })

  it.each([
    [-2000, false],
    [-2001, true],
  ])('knows after two seconds whether a clock that is set by %i ms is before its start', (step, expected) => {
    const stopwatch = new Stopwatch()
    run(2000)
    setForward(step)
    expect(stopwatch.read()).toEqual({ seconds: 2, wasSetBack: expected })
  })
})
