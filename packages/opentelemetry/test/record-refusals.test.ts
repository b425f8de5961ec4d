import type { RejectionReason } from '@cognito-auth/core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { codeByReason } from '../../core/dist/refusal/reasons.js'
import { Answers } from '../../core/dist/refusal/answer.js'
import { toAuthError } from '../../core/dist/refusal/refusal.js'
import { recordRefusals } from '../dist/record-refusals.js'
import { createTestMeter } from './support/meter.ts'
import { publish } from './support/publish.ts'

const reasons = Object.keys(codeByReason) as readonly RejectionReason[]
const answers = new Answers({ realm: 'api' })

/** The metric that counts requests with a status. */
const metrics: Readonly<Record<number, string>> = {
  400: 'cognito_auth.challenges',
  401: 'cognito_auth.challenges',
  403: 'cognito_auth.forbids',
}

function setUp() {
  const { meterProvider, read } = createTestMeter()
  onTestFinished(recordRefusals(meterProvider.getMeter('test')))
  return { read }
}

describe('cognito_auth.challenges and cognito_auth.forbids', () => {
  it.each(reasons)('count the reason %s by the status of its answer', async (reason) => {
    const { read } = setUp()
    publish.authenticate({ result: 'failure', reason, cached: false, durationMs: 1 })
    publish.authorize({ allowed: false, reason })
    const name = metrics[toAuthError({ reason }, answers).statusCode]
    const counted = (await read()).map((metric) => [metric.name, metric.points])
    const points = [{ attributes: { 'error.type': reason }, value: 2 }]
    expect(counted).toEqual(name === undefined ? [] : [[name, points]])
  })

  it('count no request that passes, and no unexpected error', async () => {
    const { read } = setUp()
    publish.authenticate({ result: 'success', tokenUse: 'access', cached: true, durationMs: 1 })
    publish.authenticate({ result: 'none', cached: false, durationMs: 1 })
    publish.authenticate({ result: 'failure', cached: false, durationMs: 1 })
    publish.authorize({ allowed: true })
    expect(await read()).toEqual([])
  })

  it('have a unit that says what is counted', async () => {
    const { read } = setUp()
    publish.authorize({ allowed: false, reason: 'no_credentials' })
    publish.authorize({ allowed: false, reason: 'guard' })
    expect(await read()).toMatchObject([{ unit: '{challenge}' }, { unit: '{forbid}' }])
  })
})
