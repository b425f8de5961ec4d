import { afterEach, beforeEach, vi } from 'vitest'
import { now } from './principals.ts'

/** Stops all clocks and timers at `now` for each test of the file. */
export function useFakeClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: now * 1000 })
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
}

/** Lets seconds pass, and promises settle. */
export async function pass(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000)
}
