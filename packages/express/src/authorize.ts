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
import type { NextFunction, Request, Response } from 'express'
import type { AuthHandler } from './authenticate.ts'
import { refuse } from './refuse.ts'
import { createWarning, findSession } from './request.ts'

/**
 * Lets a request pass if the check returns `true` or `{ allowed: true }`. Rejects it with 403 if the check returns
 * `false` or `{ allowed: false }`, and with 401 if the decision has a `stepUp` and the user can sign in again. If the check
 * throws, rejects or returns anything else, that is an unexpected error (500).
 *
 * ```ts
 * app.get('/users/:id', authorize(({ userId }, req) => userId === req.params.id), showUser)
 * ```
 */
export function authorize<Req extends object = Request>(check: Check<Req>): AuthHandler {
  return guard('authorize', check)
}

/** Lets members of the group pass. Names match exactly. Throws a `ConfigurationError` unless you pass one name. */
export function requireGroup(...group: [group: string]): AuthHandler {
  return guard('requireGroup', inGroup(...group))
}

/** Lets members of at least one of the groups pass. Throws a `ConfigurationError` unless you pass names. */
export function requireAnyGroup(...groups: string[]): AuthHandler {
  return guard('requireAnyGroup', inAnyGroup(...groups))
}

/** Lets members of all the groups pass. Throws a `ConfigurationError` unless you pass names. */
export function requireAllGroups(...groups: string[]): AuthHandler {
  return guard('requireAllGroups', inAllGroups(...groups))
}

/** Lets tokens with the scope pass. Scopes match exactly. Throws a `ConfigurationError` unless you pass one scope. */
export function requireScope(...scope: [scope: string]): AuthHandler {
  return guard('requireScope', hasScope(...scope))
}

/** Lets tokens with at least one of the scopes pass. Throws a `ConfigurationError` unless you pass scopes. */
export function requireAnyScope(...scopes: string[]): AuthHandler {
  return guard('requireAnyScope', hasAnyScope(...scopes))
}

/** Lets tokens with all the scopes pass. Throws a `ConfigurationError` unless you pass scopes. */
export function requireAllScopes(...scopes: string[]): AuthHandler {
  return guard('requireAllScopes', hasAllScopes(...scopes))
}

/**
 * Lets users pass who signed in as the requirement demands. Rejects others with 401 and a challenge, so that the client
 * lets the user sign in again (RFC 9470), and machines with 403. Throws a `ConfigurationError` if the requirement is
 * invalid.
 *
 * ```ts
 * app.post('/password', requireStepUp({ maxAgeSeconds: 300 }), changePassword)
 * ```
 */
export function requireStepUp(...requirement: [requirement: StepUpRequirement]): AuthHandler {
  return guard('requireStepUp', steppedUp(...requirement))
}

function guard<Req extends object>(name: string, check: Check<Req>): AuthHandler {
  const runGuard = createGuardRunner(name, check, createWarning(name))

  function cognitoGuard(req: Request & Req, res: Response, next: NextFunction): void {
    runGuard(findSession(req), req, {
      pass: () => next(),
      refuse: (error) => refuse(error, req, res, next),
      fail: next,
    })
  }
  return withSecurity(cognitoGuard as object as AuthHandler, securityOf(check))
}
