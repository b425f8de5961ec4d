import { type Decision, ForbiddenError, UnauthenticatedError } from '@cognito-auth/core'
import {
  type Check,
  decide,
  guardOf,
  invalidOption,
  unauthenticatedGuardWarning,
} from '@cognito-auth/core/adapter'
import type { FastifyReply, FastifyRequest, RouteGenericInterface } from 'fastify'
import { refuse } from './refuse.ts'
import { sessionOf } from './request.ts'

/** A hook for `onRequest`, or for a later one, that fits the requests of every kind of server. */
export type AuthHook = (request: object, reply: object, done: (error?: Error) => void) => void

/**
 * Lets requests pass that the check allows. Only `true` and `{ allowed: true }` pass; what is neither a boolean nor a
 * decision, a throw and a rejection are errors of the application (500).
 *
 * ```ts
 * const isSelf = authorize<{ Params: { id: string } }>(({ userId }, request) => userId === request.params.id)
 * app.get('/users/:id', { onRequest: isSelf }, showUser)
 * ```
 */
export function authorize<Route extends RouteGenericInterface = RouteGenericInterface>(
  check: Check<FastifyRequest<Route>>,
): AuthHook {
  return guard('authorize', check as Check<FastifyRequest>)
}

/** Lets members of the group pass. Names are compared exactly. Throws `ConfigurationError` unless given one name. */
export function requireGroup(...group: [group: string]): AuthHook {
  return guard('requireGroup', guardOf('requireGroup', group))
}

/** Lets members of at least one of the groups pass. Throws `ConfigurationError` unless given names. */
export function requireAnyGroup(...groups: string[]): AuthHook {
  return guard('requireAnyGroup', guardOf('requireAnyGroup', groups))
}

/** Lets members of all the groups pass. Throws `ConfigurationError` unless given names. */
export function requireAllGroups(...groups: string[]): AuthHook {
  return guard('requireAllGroups', guardOf('requireAllGroups', groups))
}

/** Lets tokens with the scope pass. Scopes are compared exactly. Throws `ConfigurationError` unless given one scope. */
export function requireScope(...scope: [scope: string]): AuthHook {
  return guard('requireScope', guardOf('requireScope', scope))
}

/** Lets tokens with at least one of the scopes pass. Throws `ConfigurationError` unless given scopes. */
export function requireAnyScope(...scopes: string[]): AuthHook {
  return guard('requireAnyScope', guardOf('requireAnyScope', scopes))
}

/** Lets tokens with all the scopes pass. Throws `ConfigurationError` unless given scopes. */
export function requireAllScopes(...scopes: string[]): AuthHook {
  return guard('requireAllScopes', guardOf('requireAllScopes', scopes))
}

function guard(name: string, check: Check<FastifyRequest>): AuthHook {
  if (typeof check !== 'function') {
    throw invalidOption({ option: name, value: check }, 'a function that returns true, false or a decision')
  }
  const warn = unauthenticatedGuardWarning(
    `${name}()`,
    'Register cognitoAuth, and see whether the route turns it off.',
  )

  return function cognitoGuard(
    request: FastifyRequest,
    reply: FastifyReply,
    done: (error?: Error) => void,
  ): void {
    const session = sessionOf(request)
    if (session === undefined) warn()
    const principal = session?.principal
    if (principal === undefined) return refuse(new UnauthenticatedError(), request, reply, done)

    decide(check, principal, request, report, done)
    function report(decision: Decision): void {
      if (decision.allowed) return done()
      const { scope } = decision
      refuse(new ForbiddenError({ scope, userPoolId: principal?.userPoolId }), request, reply, done)
    }
  } as AuthHook
}
