import type { CognitoAuthOptions } from '@cognito-auth/core'
import {
  createContext,
  invalidOption,
  own,
  readCredentials,
  runAuthentication,
  type SharedAuthenticatorOptions,
} from '@cognito-auth/core/adapter'
import type { NextFunction, Request, Response } from 'express'
import { lendRequestLogger, refuse } from './refuse.ts'
import { type OnRefused, openSession, setPrincipal } from './request.ts'

/** Options of `requireAuth` and `optionalAuth`: those of an authenticator, or an existing authenticator. */
export type ExpressAuthOptions = (CognitoAuthOptions | SharedAuthenticatorOptions) & {
  /**
   * Answers requests that this middleware, or a guard behind it, refuses. Default: the answer is sent as JSON. The status
   * and the challenge are already on the response. It cannot let a request through.
   */
  onRefused?: OnRefused | undefined
}

/** Middleware that keeps the path parameters of the handlers behind it inferred. */
export interface AuthHandler {
  <Params, ResBody, ReqBody, Query, Locals extends object>(
    req: Request<Params, ResBody, ReqBody, Query, Locals>,
    res: Response<ResBody, Locals>,
    next: NextFunction,
  ): void
}

/**
 * Lets requests with a valid token pass, with its principal as `req.cognito`, and refuses all others.
 *
 * ```ts
 * app.use(requireAuth())
 * ```
 *
 * @throws ConfigurationError for the first mistake in the options or in the environment.
 */
export function requireAuth(options: ExpressAuthOptions = {}): AuthHandler {
  return createMiddleware('requireAuth', options, false)
}

/**
 * Does the same as {@link requireAuth}, but also lets requests without bearer credentials pass, with `req.cognito`
 * undefined. Invalid bearer credentials are still refused.
 *
 * @throws ConfigurationError for the first mistake in the options or in the environment.
 */
export function optionalAuth(options: ExpressAuthOptions = {}): AuthHandler {
  return createMiddleware('optionalAuth', options, true)
}

function createMiddleware(factory: string, options: ExpressAuthOptions, isOptional: boolean): AuthHandler {
  const context = createContext(factory, options, ['onRefused'])
  const onRefused = readOnRefused(options)

  return function cognitoAuth(req: Request, res: Response, next: NextFunction): void {
    const session = openSession(req, context, onRefused)
    lendRequestLogger(context, req)
    runAuthentication(context, readCredentials(req), isOptional, {
      pass(principal) {
        setPrincipal(req, session, principal)
        next()
      },
      refuse: (error) => refuse(error, req, res, next),
      fail: next,
    })
  } as AuthHandler
}

function readOnRefused(options: ExpressAuthOptions): OnRefused | undefined {
  const onRefused = own(options, 'onRefused')
  if (onRefused === undefined || typeof onRefused === 'function') return onRefused
  throw invalidOption({ option: 'onRefused', value: onRefused }, 'a function (error, req, res, next)')
}
