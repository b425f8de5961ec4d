import { channels } from '@cognito-auth/core'
import type { Meter, ObservableResult } from '@opentelemetry/api'
import { listen, type Stop } from './listen.ts'
import { secondsSince } from './seconds-since.ts'

/** Records the metrics `cognito_auth.revocations.age` and `cognito_auth.revocations.entries`. */
export function recordRevocations(meter: Meter): Stop {
  const age = meter.createObservableGauge('cognito_auth.revocations.age', {
    description: 'Time since the list of revocations was last read completely.',
    unit: 's',
  })
  const entries = meter.createObservableUpDownCounter('cognito_auth.revocations.entries', {
    description: 'Number of revocations that this instance knows.',
    unit: '{entry}',
  })
  /** When the last successful read began, in milliseconds since 1970. */
  let readAt: number | undefined
  let known: number | undefined

  function observeAge(result: ObservableResult): void {
    if (readAt !== undefined) result.observe(secondsSince(readAt))
  }

  function observeEntries(result: ObservableResult): void {
    if (known !== undefined) result.observe(known)
  }

  age.addCallback(observeAge)
  entries.addCallback(observeEntries)
  const stop = listen(channels.revocationsRead, (message) => {
    if (message.ok) readAt = Date.now() - message.durationMs
    known = message.entries
  })
  return () => {
    stop()
    age.removeCallback(observeAge)
    entries.removeCallback(observeEntries)
  }
}
