import { channels } from '@cognito-auth/core'
import type { Attributes, Meter, ObservableResult } from '@opentelemetry/api'
import { listen, type Stop } from './listen.ts'
import { secondsSince } from './seconds-since.ts'

const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/** Records the metrics `cognito_auth.keys.fetch.duration` and `cognito_auth.keys.age`. */
export function recordKeys(meter: Meter): Stop {
  const duration = meter.createHistogram('cognito_auth.keys.fetch.duration', {
    description: 'Duration of fetches from JWKS endpoints.',
    unit: 's',
    advice: { explicitBucketBoundaries: boundaries },
  })
  const age = meter.createObservableGauge('cognito_auth.keys.age', {
    description: 'Time since the signing keys of a user pool were last fetched.',
    unit: 's',
  })
  /** When the last successful fetch for each user pool began, in milliseconds since 1970. */
  const fetchedAt = new Map<string, number>()

  function observe(result: ObservableResult): void {
    for (const [userPoolId, at] of fetchedAt) {
      result.observe(secondsSince(at), { 'cognito_auth.user_pool.id': userPoolId })
    }
  }

  age.addCallback(observe)
  const stop = listen(channels.keysFetch, ({ userPoolId, ok, reason, durationMs }) => {
    const attributes: Attributes = { 'cognito_auth.user_pool.id': userPoolId }
    if (reason !== undefined) attributes['error.type'] = reason
    duration.record(durationMs / 1000, attributes)
    if (ok) fetchedAt.set(userPoolId, Date.now() - durationMs)
  })
  return () => {
    stop()
    age.removeCallback(observe)
  }
}
