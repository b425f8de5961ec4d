import { type AuthenticateMessage, channels } from '@cognito-auth/core'
import type { Attributes, Meter } from '@opentelemetry/api'
import { listen, type Stop } from './listen.ts'

/** From 10 µs, about the time of a cache hit, to the seconds that waiting for keys may take. */
const boundaries = [
  0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1,
  0.25, 0.5, 1, 2.5, 5, 10,
]

/** Records the metric `cognito_auth.authenticate.duration`. */
export function recordAuthentications(meter: Meter): Stop {
  const duration = meter.createHistogram('cognito_auth.authenticate.duration', {
    description: 'Duration of authentications, with the waiting for keys and revocations.',
    unit: 's',
    advice: { explicitBucketBoundaries: boundaries },
  })
  return listen(channels.authenticate, (message) => {
    duration.record(message.durationMs / 1000, attributesOf(message))
  })
}

function attributesOf({ result, reason, tokenUse, userPoolId, cached }: AuthenticateMessage): Attributes {
  const attributes: Attributes = { 'cognito_auth.result': result, 'cognito_auth.cached': cached }
  if (reason !== undefined) attributes['error.type'] = reason
  // The value that OpenTelemetry reserves for errors without a class.
  else if (result === 'failure') attributes['error.type'] = '_OTHER'
  if (tokenUse !== undefined) attributes['cognito_auth.token_use'] = tokenUse
  if (userPoolId !== undefined) attributes['cognito_auth.user_pool.id'] = userPoolId
  return attributes
}
