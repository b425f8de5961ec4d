import type { AuthenticateMessage } from '@cognito-auth/core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { recordAuthentications } from '../dist/record-authentications.js'
import { createTestMeter } from './support/meter.ts'
import { publish } from './support/publish.ts'

const userPoolId = 'us-east-1_EXAMPLE1'

function setUp() {
  const { meterProvider, read, pointsOf } = createTestMeter()
  onTestFinished(recordAuthentications(meterProvider.getMeter('test')))
  return { read, points: () => pointsOf('cognito_auth.authenticate.duration') }
}

describe('cognito_auth.authenticate.duration', () => {
  it('is in seconds, and has buckets from 10 µs', async () => {
    const { read } = setUp()
    publish.authenticate({
      result: 'success',
      tokenUse: 'access',
      userPoolId,
      cached: true,
      durationMs: 0.01,
    })
    publish.authenticate({
      result: 'success',
      tokenUse: 'access',
      userPoolId,
      cached: true,
      durationMs: 2500,
    })
    const [metric] = await read()
    expect(metric).toMatchObject({ name: 'cognito_auth.authenticate.duration', unit: 's' })
    expect(metric?.points).toMatchObject([{ value: { count: 2, sum: 2.500_01 } }])
    const { boundaries, counts } = Object(metric?.points[0]?.value).buckets
    expect([boundaries[0], boundaries.at(-1)]).toEqual([0.000_01, 10])
    expect([counts[0], counts[boundaries.indexOf(2.5)]]).toEqual([1, 1])
  })

  it.each<[Omit<AuthenticateMessage, 'durationMs'>, object]>([
    [
      { result: 'success', tokenUse: 'id', userPoolId, cached: false },
      { 'cognito_auth.token_use': 'id', 'cognito_auth.user_pool.id': userPoolId },
    ],
    [{ result: 'none', cached: false }, {}],
    [{ result: 'none', reason: 'other_scheme', cached: false }, { 'error.type': 'other_scheme' }],
    [{ result: 'failure', reason: 'signature', cached: false }, { 'error.type': 'signature' }],
    [
      { result: 'failure', reason: 'revoked', userPoolId, cached: true },
      { 'error.type': 'revoked', 'cognito_auth.user_pool.id': userPoolId },
    ],
    [{ result: 'failure', cached: true }, { 'error.type': '_OTHER' }],
  ])('has the attributes of %j', async (message, others) => {
    const { points } = setUp()
    publish.authenticate({ ...message, durationMs: 1 })
    const { result, cached } = message
    const attributes = { 'cognito_auth.result': result, 'cognito_auth.cached': cached, ...others }
    expect((await points()).map((point) => point.attributes)).toEqual([attributes])
  })
})
