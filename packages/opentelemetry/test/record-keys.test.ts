import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { recordKeys } from '../dist/record-keys.js'
import { createTestMeter } from './support/meter.ts'
import { publish } from './support/publish.ts'

const one = 'us-east-1_EXAMPLE1'
const two = 'us-east-1_EXAMPLE2'
const now = 1_800_000_000_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now })
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp() {
  const { meterProvider, pointsOf } = createTestMeter()
  const stop = recordKeys(meterProvider.getMeter('test'))
  onTestFinished(stop)
  return {
    stop,
    durations: () => pointsOf('cognito_auth.keys.fetch.duration'),
    ages: async () => {
      const points = await pointsOf('cognito_auth.keys.age')
      return points.map(({ attributes, value }) => [attributes['cognito_auth.user_pool.id'], value])
    },
  }
}

describe('cognito_auth.keys.fetch.duration', () => {
  it('tells successes and failures of each pool apart, in seconds', async () => {
    const { durations } = setUp()
    publish.keysFetch({ userPoolId: one, ok: true, durationMs: 50, keys: 2 })
    publish.keysFetch({ userPoolId: two, ok: false, reason: 'timeout', durationMs: 5000, keys: 0 })
    expect(await durations()).toMatchObject([
      { attributes: { 'cognito_auth.user_pool.id': one }, value: { count: 1, sum: 0.05 } },
      {
        attributes: { 'cognito_auth.user_pool.id': two, 'error.type': 'timeout' },
        value: { count: 1, sum: 5 },
      },
    ])
    expect((await durations())[0]?.attributes).not.toHaveProperty('error.type')
  })
})

describe('cognito_auth.keys.age', () => {
  it('counts for each pool from the beginning of the last fetch that succeeded', async () => {
    const { ages } = setUp()
    expect(await ages()).toEqual([])
    publish.keysFetch({ userPoolId: one, ok: true, durationMs: 500, keys: 2 })
    vi.setSystemTime(now + 10_000)
    publish.keysFetch({ userPoolId: two, ok: true, durationMs: 0, keys: 2 })
    publish.keysFetch({ userPoolId: one, ok: false, reason: 'http_5xx', durationMs: 0, keys: 2 })
    expect(await ages()).toEqual([
      [one, 10.5],
      [two, 0],
    ])
  })

  it('is never negative, also when the clock was set back', async () => {
    const { ages } = setUp()
    publish.keysFetch({ userPoolId: one, ok: true, durationMs: 0, keys: 2 })
    vi.setSystemTime(now - 10_000)
    expect(await ages()).toEqual([[one, 0]])
  })

  it('is not observed any more after the stop', async () => {
    const { ages, stop } = setUp()
    publish.keysFetch({ userPoolId: one, ok: true, durationMs: 0, keys: 2 })
    stop()
    expect(await ages()).toEqual([])
  })
})
