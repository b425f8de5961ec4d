import { ConfigurationError } from '@cognito-auth/core'
import { metrics } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { readOptions } from '../dist/options.js'
import { createTestMeter } from './support/meter.ts'

describe('readOptions', () => {
  it('has defaults', () => {
    expect(readOptions({})).toEqual({ meterProvider: metrics.getMeterProvider(), recordUserId: false })
    expect(readOptions({ meterProvider: undefined, recordUserId: undefined })).toEqual(readOptions({}))
  })

  it('accepts a meter provider and recordUserId', () => {
    const { meterProvider } = createTestMeter()
    expect(readOptions({ meterProvider, recordUserId: true })).toEqual({ meterProvider, recordUserId: true })
  })

  it.each([
    [null, 'options is null. It must be an object with the options meterProvider, recordUserId.'],
    [{ meterProvider: null }, 'meterProvider is null. It must be a MeterProvider of OpenTelemetry.'],
    [{ meterProvider: {} }, /^meterProvider is .* It must be a MeterProvider of OpenTelemetry\.$/],
    [{ meterProvider: 'global' }, "meterProvider is 'global'. It must be a MeterProvider of OpenTelemetry."],
    [{ recordUserId: 'yes' }, "recordUserId is 'yes'. It must be true or false."],
    [{ recordUserID: true }, '`recordUserID` is not an option. Did you mean to pass `recordUserId`?'],
  ])('rejects %o', (options, message) => {
    const read = () => readOptions(Object(options) === options ? Object(options) : (options as never))
    expect(read).toThrow(ConfigurationError)
    expect(read).toThrow(message)
  })
})
