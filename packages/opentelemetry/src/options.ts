import { checkObject, invalidOption } from '@cognito-auth/core/adapter'
import { type MeterProvider, metrics } from '@opentelemetry/api'

/** Options of `instrument()`. */
export interface InstrumentOptions {
  /**
   * Where the metrics go. Default: the global meter provider at the time of the call. If there is none yet, the metrics
   * go nowhere: start the OpenTelemetry SDK first.
   */
  meterProvider?: MeterProvider | undefined

  /**
   * Whether the user id of an authenticated request is written to the active span, as `user.id`. Default: `false`. The id is
   * personal data, and everyone who can read your traces can read it.
   *
   * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/user/
   */
  recordUserId?: boolean | undefined
}

/** Checked options. */
export interface Settings {
  readonly meterProvider: MeterProvider
  readonly recordUserId: boolean
}

/** Checks the options. @throws ConfigurationError */
export function readOptions(options: InstrumentOptions): Settings {
  const values = checkObject({ option: 'options', value: options }, ['meterProvider', 'recordUserId'])
  const { meterProvider = metrics.getMeterProvider(), recordUserId = false } = values
  if (!isMeterProvider(meterProvider)) {
    throw invalidOption({ option: 'meterProvider', value: meterProvider }, 'a MeterProvider of OpenTelemetry')
  }
  if (typeof recordUserId !== 'boolean') {
    throw invalidOption({ option: 'recordUserId', value: recordUserId }, 'true or false')
  }
  return { meterProvider, recordUserId }
}

function isMeterProvider(value: unknown): value is MeterProvider {
  return (
    typeof value === 'object' && value !== null && 'getMeter' in value && typeof value.getMeter === 'function'
  )
}
