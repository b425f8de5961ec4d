import { hasAllScopes, hasAnyScope, hasScope, inAllGroups, inAnyGroup, inGroup } from '@cognito-auth/core'
import { type Check, createGuardRunner } from '@cognito-auth/core/adapter'
import type { NextFunction, Request, Response } from 'express'
import type { AuthHandler } from './authenticate.ts'
import { refuse } from './refuse.ts'
import { createWarning, findSession } from './request.ts'

/**
 * Lets requests pass that the check allows: only `true` and `{ allowed: true }` do. Anything that is neither a boolean nor
 * a decision, a throw and a rejection are unexpected errors (500).
 *
 * ```ts
 * app.get('/users/:id', authorize(({ userId }, req) => userId === req.params.id), showUser)
 * ```
 */
export function authorize<Req extends object = Request>(check: Check<Req>): AuthHandler {
  return guard('authorize', check)
}

/** Lets members of the group pass. Names are compared exactly. Throws `ConfigurationError` unless given one name. */
export function requireGroup(...group: [group: string]): AuthHandler {
  return guard('requireGroup', inGroup(...group))
}

/** Lets members of at least one of the groups pass. Throws `ConfigurationError` unless given names. */
export function requireAnyGroup(...groups: string[]): AuthHandler {
  return guard('requireAnyGroup', inAnyGroup(...groups))
}

/** Lets members of all the groups pass. Throws `ConfigurationError` unless given names. */
export function requireAllGroups(...groups: string[]): AuthHandler {
  return guard('requireAllGroups', inAllGroups(...groups))
}

/** Lets tokens with the scope pass. Scopes are compared exactly. Throws `ConfigurationError` unless given one scope. */
export function requireScope(...scope: [scope: string]): AuthHandler {
  return guard('requireScope', hasScope(...scope))
}

/** Lets tokens with at least one of the scopes pass. Throws `ConfigurationError` unless given scopes. */
export function requireAnyScope(...scopes: string[]): AuthHandler {
  return guard('requireAnyScope', hasAnyScope(...scopes))
}

/** Lets tokens with all the scopes pass. Throws `ConfigurationError` unless given scopes. */
export function requireAllScopes(...scopes: string[]): AuthHandler {
  return guard('requireAllScopes', hasAllScopes(...scopes))
}

function guard<Req extends object>(name: string, check: Check<Req>): AuthHandler {
  const runGuard = createGuardRunner(name, check, createWarning(name))

  return function cognitoGuard(req: Request & Req, res: Response, next: NextFunction): void {
    runGuard(findSession(req), req, {
      pass: () => next(),
      refuse: (error) => refuse(error, req, res, next),
      fail: next,
    })
  } as object as AuthHandler
}
