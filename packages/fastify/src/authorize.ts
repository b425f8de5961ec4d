import { hasAllScopes, hasAnyScope, hasScope, inAllGroups, inAnyGroup, inGroup } from '@cognito-auth/core'
import { type Check, createGuardRunner } from '@cognito-auth/core/adapter'
import type { FastifyReply, FastifyRequest, RouteGenericInterface } from 'fastify'
import { applyRefusal, closeRefusedUpgrade } from './refuse.ts'
import { createWarning, findSession } from './request.ts'

/** A hook for `onRequest`, or for a later one, that fits the requests of every kind of server. */
export type AuthHook = (request: object, reply: object, done: (error?: Error) => void) => void

/**
 * Lets requests pass that the check allows: only `true` and `{ allowed: true }` do. Anything that is neither a boolean nor
 * a decision, a throw and a rejection are unexpected errors (500).
 *
 * ```ts
 * const isSelf = authorize<{ Params: { id: string } }>(({ userId }, request) => userId === request.params.id)
 * app.get('/users/:id', { onRequest: isSelf }, showUser)
 * ```
 */
export function authorize<Route extends RouteGenericInterface = RouteGenericInterface>(
  check: Check<FastifyRequest<Route>>,
): AuthHook

/** Takes the type of the request in place of the type of the route. */
export function authorize<Req extends object>(check: Check<Req>): AuthHook

export function authorize(check: Check<never>): AuthHook {
  return guard('authorize', check)
}

/** Lets members of the group pass. Names are compared exactly. Throws `ConfigurationError` unless given one name. */
export function requireGroup(...group: [group: string]): AuthHook {
  return guard('requireGroup', inGroup(...group))
}

/** Lets members of at least one of the groups pass. Throws `ConfigurationError` unless given names. */
export function requireAnyGroup(...groups: string[]): AuthHook {
  return guard('requireAnyGroup', inAnyGroup(...groups))
}

/** Lets members of all the groups pass. Throws `ConfigurationError` unless given names. */
export function requireAllGroups(...groups: string[]): AuthHook {
  return guard('requireAllGroups', inAllGroups(...groups))
}

/** Lets tokens with the scope pass. Scopes are compared exactly. Throws `ConfigurationError` unless given one scope. */
export function requireScope(...scope: [scope: string]): AuthHook {
  return guard('requireScope', hasScope(...scope))
}

/** Lets tokens with at least one of the scopes pass. Throws `ConfigurationError` unless given scopes. */
export function requireAnyScope(...scopes: string[]): AuthHook {
  return guard('requireAnyScope', hasAnyScope(...scopes))
}

/** Lets tokens with all the scopes pass. Throws `ConfigurationError` unless given scopes. */
export function requireAllScopes(...scopes: string[]): AuthHook {
  return guard('requireAllScopes', hasAllScopes(...scopes))
}

function guard(name: string, check: Check<never>): AuthHook {
  const runGuard = createGuardRunner(name, check as Check<object>, createWarning(name))

  return function cognitoGuard(request, reply, done) {
    const session = findSession(request)
    runGuard(session, request, {
      pass: () => done(),
      refuse(error) {
        // Without the plugin, its hook that answers refusals does not run either.
        if (session === undefined) {
          closeRefusedUpgrade(request as FastifyRequest, reply as FastifyReply)
          applyRefusal(error, request as FastifyRequest, reply as FastifyReply)
        }
        done(error)
      },
      fail: done,
    })
  }
}
