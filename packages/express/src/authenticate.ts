import type { CognitoAuthOptions } from '@cognito-auth/core'
import {
  authenticate,
  authenticationOf,
  authorizationOf,
  invalidOption,
  type SharedAuthenticatorOptions,
} from '@cognito-auth/core/adapter'
import type { NextFunction, Request, Response } from 'express'
import { refuse } from './refuse.ts'
import { admit, type Gate, type OnRefused, openSession } from './request.ts'

/** Options of `requireAuth` and `optionalAuth`: those of an authenticator, or an authenticator made elsewhere. */
export type ExpressAuthOptions = (CognitoAuthOptions | SharedAuthenticatorOptions) & {
  /**
   * Answers what this middleware, or a guard behind it, refuses. Default: the answer is JSON. It gets the error and the
   * request; status and challenge are on the response already. It cannot let a request through.
   */
  onRefused?: OnRefused | undefined
}

/** Middleware that leaves the path parameters of a handler behind it as they are. */
export interface AuthHandler {
  <Params, ResBody, ReqBody, Query, Locals extends Record<string, unknown>>(
    req: Request<Params, ResBody, ReqBody, Query, Locals>,
    res: Response<ResBody, Locals>,
    next: NextFunction,
  ): void
}

/**
 * Lets requests with a good token pass, with its principal as `req.cognito`, and refuses all others.
 *
 * ```ts
 * app.use(requireAuth())
 * ```
 *
 * @throws ConfigurationError for the first mistake in the options or in the environment.
 */
export function requireAuth(options: ExpressAuthOptions = {}): AuthHandler {
  return authentication(options, false)
}

/**
 * The same as {@link requireAuth}, but lets requests without credentials pass too; `req.cognito` is then `undefined`. Bad
 * credentials are refused all the same.
 *
 * @throws ConfigurationError for the first mistake in the options or in the environment.
 */
export function optionalAuth(options: ExpressAuthOptions = {}): AuthHandler {
  return authentication(options, true)
}

function authentication(options: ExpressAuthOptions, isOptional: boolean): AuthHandler {
  const gate: Gate = { ...authenticationOf(options, ['onRefused']), onRefused: onRefusedOf(options) }

  return function cognitoAuth(req: Request, res: Response, next: NextFunction): void {
    const session = openSession(req, gate)
    authenticate(gate.attempt, authorizationOf(req.headers.authorization, req.rawHeaders), isOptional, {
      pass(principal) {
        admit(session, principal)
        next()
      },
      refuse: (error) => refuse(error, req, res, next),
      fail: next,
    })
  } as AuthHandler
}

function onRefusedOf({ onRefused }: ExpressAuthOptions): OnRefused | undefined {
  if (onRefused === undefined || typeof onRefused === 'function') return onRefused
  throw invalidOption({ option: 'onRefused', value: onRefused }, 'a function (error, req, res, next)')
}
