import { describe, expect, it } from 'vitest'
import { runSchedule } from './simulation/schedule.ts'

const schedules = 10_000

// Errors are made by the thousand, and none of them is shown.
Error.stackTraceLimit = 0

describe('instances with one store', () => {
  it('accept nothing beyond the promise and refuse nothing without cause, whatever happens', async () => {
    const faults: string[] = []
    for (let seed = 1; seed <= schedules && faults.length < 5; seed += 1) {
      for (const fault of await runSchedule(seed)) faults.push(`schedule ${seed}: ${fault}`)
    }
    expect(faults).toEqual([])
  }, 120_000)
})
