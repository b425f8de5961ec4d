import type { RejectionReason } from '@cognito-auth/express'
import type { Route } from './routes.ts'

/** What a request has to pass before the handler of its route runs, in this order. */
export const steps = ['header', 'token', 'key', 'signature', 'claims', 'revocation', 'guard'] as const

export type Step = (typeof steps)[number]

/** `passed` and `refused` are answers of a step. A step is `unreached` behind a refusal, and `absent` if a route has none. */
export type StepState = 'passed' | 'refused' | 'unreached' | 'absent'

/** The step that refuses a request for a reason. A new reason does not compile until it has one. */
const refusedBy: Readonly<Record<RejectionReason, Step>> = {
  no_credentials: 'header',
  other_scheme: 'header',
  scheme_missing: 'header',
  malformed_credentials: 'header',
  several_credentials: 'header',
  cross_origin: 'header',
  malformed_token: 'token',
  algorithm: 'token',
  kid: 'token',
  header: 'token',
  issuer: 'token',
  kid_unknown: 'key',
  keys_unavailable: 'key',
  signature: 'signature',
  expiry_missing: 'claims',
  expired: 'claims',
  not_yet_valid: 'claims',
  subject: 'claims',
  token_use: 'claims',
  client: 'claims',
  audience: 'claims',
  key_bound: 'claims',
  claim_type: 'claims',
  user_id: 'claims',
  revoked: 'revocation',
  revocations_unavailable: 'revocation',
  guard: 'guard',
  step_up: 'guard',
}

/** Where a reason refuses a request. `undefined`: the reason is unknown. */
export function stepOf(reason: string): Step | undefined {
  return isReason(reason) ? refusedBy[reason] : undefined
}

/** How a request to a route fared at a step, if the step `refusing` was its last one. */
export function stateOf(step: Step, protection: Route['protection'], refusing: Step | undefined): StepState {
  if (protection === 'none' || (step === 'guard' && protection !== 'guard')) return 'absent'
  if (refusing === undefined) return 'passed'
  const distance = steps.indexOf(step) - steps.indexOf(refusing)
  if (distance === 0) return 'refused'
  return distance < 0 ? 'passed' : 'unreached'
}

function isReason(reason: string): reason is RejectionReason {
  return Object.hasOwn(refusedBy, reason)
}
