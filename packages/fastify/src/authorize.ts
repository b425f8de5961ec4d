import {
  hasAllScopes,
  hasAnyScope,
  hasScope,
  inAllGroups,
  inAnyGroup,
  inGroup,
  securityOf,
  steppedUp,
  type StepUpRequirement,
} from '@cognito-auth/core'
import { type Check, createGuardRunner, withSecurity } from '@cognito-auth/core/adapter'
import type { FastifyReply, FastifyRequest, RouteGenericInterface } from 'fastify'
import { applyRefusal, closeFailedUpgrade } from './refuse.ts'
import { createWarning, findSession, hasPlugin } from './request.ts'

/** A hook for `onRequest` or a later stage of the request. Its type fits the requests of every kind of server. */
export type AuthHook = (request: object, reply: object, done: (error?: Error) => void) => void

/**
 * Lets a request pass if the check returns `true` or `{ allowed: true }`. Rejects it with 403 if the check returns
 * `false` or `{ allowed: false }`, and with 401 if the decision has a `stepUp` and the user can sign in again. If the check
 * throws, rejects or returns anything else, that is an unexpected error (500).
 *
 * ```ts
 * const isSelf = authorize<{ Params: { id: string } }>(({ userId }, request) => userId === request.params.id)
 * app.get('/users/:id', { onRequest: isSelf }, showUser)
 * ```
 */
export function authorize<Route extends RouteGenericInterface = RouteGenericInterface>(
  check: Check<FastifyRequest<Route>>,
): AuthHook

/** Takes the type of the request instead of the type of the route. */
export function authorize<Req extends object>(check: Check<Req>): AuthHook

export function authorize(check: Check<never>): AuthHook {
  return guard('authorize', check)
}

/** Lets members of the group pass. Names match exactly. Throws a `ConfigurationError` unless you pass one name. */
export function requireGroup(...group: [group: string]): AuthHook {
  return guard('requireGroup', inGroup(...group))
}

/** Lets members of at least one of the groups pass. Throws a `ConfigurationError` unless you pass names. */
export function requireAnyGroup(...groups: string[]): AuthHook {
  return guard('requireAnyGroup', inAnyGroup(...groups))
}

/** Lets members of all the groups pass. Throws a `ConfigurationError` unless you pass names. */
export function requireAllGroups(...groups: string[]): AuthHook {
  return guard('requireAllGroups', inAllGroups(...groups))
}

/** Lets tokens with the scope pass. Scopes match exactly. Throws a `ConfigurationError` unless you pass one scope. */
export function requireScope(...scope: [scope: string]): AuthHook {
  return guard('requireScope', hasScope(...scope))
}

/** Lets tokens with at least one of the scopes pass. Throws a `ConfigurationError` unless you pass scopes. */
export function requireAnyScope(...scopes: string[]): AuthHook {
  return guard('requireAnyScope', hasAnyScope(...scopes))
}

/** Lets tokens with all the scopes pass. Throws a `ConfigurationError` unless you pass scopes. */
export function requireAllScopes(...scopes: string[]): AuthHook {
  return guard('requireAllScopes', hasAllScopes(...scopes))
}

/**
 * Lets users pass who signed in as the requirement demands. Rejects others with 401 and a challenge, so that the client
 * lets the user sign in again (RFC 9470), and machines with 403. Throws a `ConfigurationError` if the requirement is
 * invalid.
 *
 * ```ts
 * app.post('/password', { onRequest: requireStepUp({ maxAgeSeconds: 300 }) }, changePassword)
 * ```
 */
export function requireStepUp(...requirement: [requirement: StepUpRequirement]): AuthHook {
  return guard('requireStepUp', steppedUp(...requirement))
}

function guard(name: string, check: Check<never>): AuthHook {
  const runGuard = createGuardRunner(name, check as Check<object>, createWarning(name))

  function cognitoGuard(request: object, reply: object, done: (error?: Error) => void): void {
    runGuard(findSession(request), request, {
      pass: () => done(),
      refuse(error) {
        const fastifyRequest = request as FastifyRequest
        // Outside the plugin's scope, its hook that answers refusals does not run.
        if (!hasPlugin(fastifyRequest)) {
          closeFailedUpgrade(fastifyRequest, reply as FastifyReply)
          applyRefusal(error, fastifyRequest, reply as FastifyReply)
        }
        done(error)
      },
      fail: done,
    })
  }
  guards.add(cognitoGuard)
  return withSecurity(cognitoGuard, securityOf(check))
}

/** Every guard that was created, including those that cannot be read. */
const guards = new WeakSet<object>()

/** Whether a hook is a guard. A guard refuses anonymous requests. */
export function isGuard(hook: unknown): hook is AuthHook {
  return typeof hook === 'function' && guards.has(hook)
}
