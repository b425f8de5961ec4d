import {
  type AuthenticateMessage,
  type AuthorizeMessage,
  channels,
  type RejectionReason,
} from '@cognito-auth/core'
import type { Meter } from '@opentelemetry/api'
import { listen, type Stop } from './listen.ts'

/** The reasons that are answered with 403. */
const forbidden: ReadonlySet<RejectionReason> = new Set<RejectionReason>(['guard', 'cross_origin'])

/** The reasons that are answered with 503, which says nothing about the client. */
const unavailable: ReadonlySet<RejectionReason> = new Set<RejectionReason>([
  'keys_unavailable',
  'revocations_unavailable',
])

/** Records the metrics `cognito_auth.challenges` and `cognito_auth.forbids`. */
export function recordRefusals(meter: Meter): Stop {
  const challenges = meter.createCounter('cognito_auth.challenges', {
    description: 'Number of requests that were refused with 400 or 401.',
    unit: '{challenge}',
  })
  const forbids = meter.createCounter('cognito_auth.forbids', {
    description: 'Number of requests that were refused with 403.',
    unit: '{forbid}',
  })

  function count({ reason }: AuthenticateMessage | AuthorizeMessage): void {
    if (reason === undefined || unavailable.has(reason)) return
    const counter = forbidden.has(reason) ? forbids : challenges
    counter.add(1, { 'error.type': reason })
  }

  const stops = [channels.authenticate, channels.authorize].map((channel) => listen(channel, count))
  return () => stops.forEach((stop) => stop())
}
