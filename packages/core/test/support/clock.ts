import { afterEach, beforeEach, vi } from 'vitest'

/** The moment at which each test begins, in seconds since 1970. */
export const now = 1_800_000_000

/** Stops the clock at `now` for each test of the file. Timers keep running. */
export function useFrozenClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}

/** Sets the clock to a number of seconds after `now`. */
export function setClock(secondsAfterNow: number): void {
  vi.setSystemTime((now + secondsAfterNow) * 1000)
}
