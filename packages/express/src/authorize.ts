import { type Decision, ForbiddenError, UnauthenticatedError } from '@cognito-auth/core'
import {
  type Check,
  decide,
  guardOf,
  invalidOption,
  unauthenticatedGuardWarning,
} from '@cognito-auth/core/adapter'
import type { NextFunction, Request, Response } from 'express'
import type { AuthHandler } from './authenticate.ts'
import { refuse } from './refuse.ts'
import { sessionOf } from './request.ts'

/**
 * Lets requests pass that the check allows. Only `true` and `{ allowed: true }` pass; what is neither a boolean nor a
 * decision, a throw and a rejection are errors of the application (500).
 *
 * ```ts
 * app.get('/users/:id', authorize(({ userId }, req) => userId === req.params.id), showUser)
 * ```
 */
export function authorize(check: Check<Request>): AuthHandler {
  return guard('authorize', check)
}

/** Lets members of the group pass. Names are compared exactly. Throws `ConfigurationError` unless given one name. */
export function requireGroup(...group: [group: string]): AuthHandler {
  return guard('requireGroup', guardOf('requireGroup', group))
}

/** Lets members of at least one of the groups pass. Throws `ConfigurationError` unless given names. */
export function requireAnyGroup(...groups: string[]): AuthHandler {
  return guard('requireAnyGroup', guardOf('requireAnyGroup', groups))
}

/** Lets members of all the groups pass. Throws `ConfigurationError` unless given names. */
export function requireAllGroups(...groups: string[]): AuthHandler {
  return guard('requireAllGroups', guardOf('requireAllGroups', groups))
}

/** Lets tokens with the scope pass. Scopes are compared exactly. Throws `ConfigurationError` unless given one scope. */
export function requireScope(...scope: [scope: string]): AuthHandler {
  return guard('requireScope', guardOf('requireScope', scope))
}

/** Lets tokens with at least one of the scopes pass. Throws `ConfigurationError` unless given scopes. */
export function requireAnyScope(...scopes: string[]): AuthHandler {
  return guard('requireAnyScope', guardOf('requireAnyScope', scopes))
}

/** Lets tokens with all the scopes pass. Throws `ConfigurationError` unless given scopes. */
export function requireAllScopes(...scopes: string[]): AuthHandler {
  return guard('requireAllScopes', guardOf('requireAllScopes', scopes))
}

function guard(name: string, check: Check<Request>): AuthHandler {
  if (typeof check !== 'function') {
    throw invalidOption({ option: name, value: check }, 'a function that returns true, false or a decision')
  }
  const warn = unauthenticatedGuardWarning(`${name}()`, 'Put requireAuth() or optionalAuth() in front of it.')

  return function cognitoGuard(req: Request, res: Response, next: NextFunction): void {
    const session = sessionOf(req)
    if (session === undefined) warn()
    const principal = session?.principal
    if (principal === undefined) return refuse(new UnauthenticatedError(), req, res, next)

    decide(check, principal, req, report, next)
    function report(decision: Decision): void {
      if (decision.allowed) next()
      else
        refuse(
          new ForbiddenError({ scope: decision.scope, userPoolId: principal?.userPoolId }),
          req,
          res,
          next,
        )
    }
  } as AuthHandler
}
