import { channels } from '../events/channels.ts'
import { EventChannel } from '../events/event-channel.ts'
import type { AuthenticateMessage } from '../events/messages.ts'
import { isPromise, type MaybePromise } from '../lib/maybe-promise.ts'
import { isAuthError } from '../refusal/auth-error.ts'
import { codeByReason } from '../refusal/reasons.ts'
import { isRefusal, type Refusal } from '../refusal/refusal.ts'
import type { Principal } from '../types/principal.ts'

const authentications = new EventChannel<AuthenticateMessage>(channels.authenticate)

/**
 * The user ids of successful authentications. A message contains none, so that only code that asks for one gets it. All
 * copies of this package share them, as they share the channel.
 */
const userIds = findShared()

function findShared(): WeakMap<object, string> {
  const registry = globalThis as { [key: symbol]: WeakMap<object, string> | undefined }
  return (registry[Symbol.for('@cognito-auth/core user ids')] ??= new WeakMap())
}

/** The user id of the principal that a message of the channel is about, if there is one. */
export function findUserId(message: object): string | undefined {
  return userIds.get(message)
}

/** Whether the channel has a subscriber. Without one, authentications are not observed. */
export function isAuthenticationObserved(): boolean {
  return authentications.hasSubscribers
}

/** What an authentication notes about itself while it is observed. */
export interface Observation {
  cached: boolean
}

/**
 * Runs an authentication and publishes how it ended.
 *
 * @param isOptional whether a request without bearer credentials passes.
 */
export function observeAuthentication(
  isOptional: boolean,
  authenticate: (observation: Observation) => MaybePromise<Principal | Refusal>,
): MaybePromise<Principal | Refusal> {
  const observation: Observation = { cached: false }
  const start = performance.now()

  function publish(ending: Ending, userId?: string): void {
    const message = { ...ending, cached: observation.cached, durationMs: performance.now() - start }
    if (userId !== undefined) userIds.set(message, userId)
    authentications.publish(message)
  }

  function end(result: Principal | Refusal): Principal | Refusal {
    if (isRefusal(result)) publish(describeRefusal(result, isOptional))
    else {
      const { tokenUse, userPoolId, userId } = result
      publish({ result: 'success', tokenUse, userPoolId }, userId)
    }
    return result
  }

  function fail(thrown: unknown): never {
    publish({ result: 'failure', ...(isAuthError(thrown) && { reason: thrown.reason }) })
    throw thrown
  }

  let result: MaybePromise<Principal | Refusal>
  try {
    result = authenticate(observation)
  } catch (thrown) {
    fail(thrown)
  }
  return isPromise(result) ? result.then(end, fail) : end(result)
}

type Ending = Omit<AuthenticateMessage, 'cached' | 'durationMs'>

function describeRefusal({ reason, userPoolId }: Refusal, isOptional: boolean): Ending {
  if (codeByReason[reason] !== 'credentials_missing') return { result: 'failure', reason, userPoolId }
  return isOptional ? { result: 'none' } : { result: 'none', reason }
}
