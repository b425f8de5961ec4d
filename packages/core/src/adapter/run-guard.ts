import { channels } from '../events/channels.ts'
import { EventChannel } from '../events/event-channel.ts'
import type { AuthorizeMessage } from '../events/messages.ts'
import { type Decision, readDecision } from '../guards/decision.ts'
import { asError } from '../lib/as-error.ts'
import { isPromise } from '../lib/maybe-promise.ts'
import { own } from '../lib/own-property.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import type { Refusal } from '../refusal/refusal.ts'
import type { Principal } from '../types/principal.ts'
import type { WarnMissingAuthentication } from './missing-authentication.ts'
import type { Continuations } from './run-authentication.ts'
import { createRefusalError, type Session } from './session.ts'

const decisions = new EventChannel<AuthorizeMessage>(channels.authorize)

/** Decides what a principal may do with a request. A core guard is one. */
export type Check<Request> = (
  principal: Principal,
  request: Request,
) => Decision | boolean | Promise<Decision | boolean>

/** Runs a guard for a request, and calls one of the continuations. */
export type GuardRunner<Request extends object> = (
  session: Session | undefined,
  request: Request,
  continuations: Continuations<void>,
) => void

/**
 * Builds the runner of a guard.
 *
 * @param name what the application called, for its messages.
 * @throws ConfigurationError unless the check is a function.
 */
export function createGuardRunner<Request extends object>(
  name: string,
  check: Check<Request>,
  warn: WarnMissingAuthentication,
): GuardRunner<Request> {
  if (typeof check !== 'function') {
    throw new ConfigurationError(
      name,
      `${name}() takes a function that returns true, false or a decision. If a route uses ${name} uncalled, call it.`,
    )
  }

  return function runGuard(session, request, { pass, refuse, fail }) {
    function settleRefusal(refusal: Refusal): void {
      if (decisions.hasSubscribers) {
        decisions.publish({ allowed: false, reason: refusal.reason, userPoolId: refusal.userPoolId })
      }
      refuse(createRefusalError(refusal, session))
    }

    if (session === undefined) warn(request, check)
    const principal = session?.principal
    if (principal === undefined) return settleRefusal({ reason: 'no_credentials' })

    const settle = (decision: Decision): void => {
      if (!decision.allowed) return settleRefusal(describeRefusal(decision, principal))
      if (decisions.hasSubscribers) decisions.publish({ allowed: true, userPoolId: principal.userPoolId })
      pass()
    }
    decide(check, principal, request, settle, fail)
  }
}

/** A user can sign in again as the decision demands. A machine cannot. */
function describeRefusal(
  decision: Extract<Decision, { allowed: false }>,
  { kind, userPoolId }: Principal,
): Refusal {
  const stepUp = kind === 'user' ? own(decision, 'stepUp') : undefined
  return stepUp === undefined
    ? { reason: 'guard', userPoolId, scope: own(decision, 'scope') }
    : { reason: 'step_up', userPoolId, stepUp }
}

/** Calls a check and reads its decision. Whatever it throws, and whatever is not a decision, is an unexpected error. */
function decide<Request>(
  check: Check<Request>,
  principal: Principal,
  request: Request,
  settle: (decision: Decision) => void,
  fail: (error: Error) => void,
): void {
  const failWith = (thrown: unknown): void => fail(asError(thrown))
  let decision: Decision
  try {
    const result = check(principal, request)
    if (isPromise(result)) {
      Promise.resolve(result).then(readDecision).then(settle).catch(failWith)
      return
    }
    decision = readDecision(result)
  } catch (thrown) {
    return failWith(thrown)
  }
  settle(decision)
}
