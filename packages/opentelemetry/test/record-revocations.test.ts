import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { recordRevocations } from '../dist/record-revocations.js'
import { createTestMeter } from './support/meter.ts'
import { publish } from './support/publish.ts'

const now = 1_800_000_000_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now })
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp() {
  const { meterProvider, read } = createTestMeter()
  const stop = recordRevocations(meterProvider.getMeter('test'))
  onTestFinished(stop)
  return {
    stop,
    values: async () =>
      Object.fromEntries((await read()).map(({ name, unit, points }) => [name, [points[0]?.value, unit]])),
  }
}

describe('cognito_auth.revocations.age and cognito_auth.revocations.entries', () => {
  it('are not there before the first read', async () => {
    expect(await setUp().values()).toEqual({})
  })

  it('tell the age of the last complete read, and the entries of the last read', async () => {
    const { values } = setUp()
    publish.revocationsRead({ ok: true, durationMs: 500, entries: 3 })
    vi.setSystemTime(now + 10_000)
    publish.revocationsRead({ ok: false, durationMs: 2000, entries: 4 })
    expect(await values()).toEqual({
      'cognito_auth.revocations.age': [10.5, 's'],
      'cognito_auth.revocations.entries': [4, '{entry}'],
    })
  })

  it('have no age before a read was complete', async () => {
    const { values } = setUp()
    publish.revocationsRead({ ok: false, durationMs: 2000, entries: 0 })
    expect(await values()).toEqual({ 'cognito_auth.revocations.entries': [0, '{entry}'] })
  })

  it('are not observed any more after the stop', async () => {
    const { values, stop } = setUp()
    publish.revocationsRead({ ok: true, durationMs: 0, entries: 3 })
    stop()
    expect(await values()).toEqual({})
  })
})
