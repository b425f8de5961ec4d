import { type InstrumentOptions, readOptions } from './options.ts'
import { recordAuthentications } from './record-authentications.ts'
import { recordKeys } from './record-keys.ts'
import { recordRefusals } from './record-refusals.ts'
import { recordRevocations } from './record-revocations.ts'
import { recordUserIds } from './record-user-ids.ts'

/** What `instrument()` has started. */
export interface Instrumentation {
  /** Stops recording: the channels have no subscriber and the metrics no callback left. Later calls do nothing. */
  stop(): void
}

/**
 * Records metrics of all authenticators and revocation lists in the process. Call it once, before the first request:
 * what happened earlier is not counted, and a second call counts everything twice.
 *
 * ```ts
 * instrument()
 * ```
 *
 * @throws ConfigurationError for the first mistake in the options.
 */
export function instrument(options: InstrumentOptions = {}): Instrumentation {
  const { meterProvider, recordUserId } = readOptions(options)
  const meter = meterProvider.getMeter('@cognito-auth/opentelemetry')
  const stops = [recordAuthentications, recordRefusals, recordKeys, recordRevocations].map((record) =>
    record(meter),
  )
  if (recordUserId) stops.push(recordUserIds())
  return {
    stop() {
      for (const stop of stops.splice(0)) stop()
    },
  }
}
