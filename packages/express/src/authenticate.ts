import {
  type AdapterOptions,
  createContext,
  invalidOption,
  own,
  runAuthentication,
} from '@cognito-auth/core/adapter'
import type { NextFunction, Request, Response } from 'express'
import { refuse } from './refuse.ts'
import { lendRequestLogger } from './request-logger.ts'
import { type OnRefused, openSession, setPrincipal } from './request.ts'
import { varyByCookie } from './vary-by-cookie.ts'

/** Options of `requireAuth` and `optionalAuth`: those of an authenticator, or an existing authenticator. */
export type ExpressAuthOptions = AdapterOptions & {
  /**
   * Sends the response to requests that this middleware, or a guard behind it, rejects. Default: sends the answer as
   * JSON. The status and the challenge are already set on the response. It cannot let a request through.
   */
  onRefused?: OnRefused | undefined
}

/** Middleware whose type leaves the path parameters of the handlers behind it inferred. */
export interface AuthHandler {
  <Params, ResBody, ReqBody, Query, Locals extends object>(
    req: Request<Params, ResBody, ReqBody, Query, Locals>,
    res: Response<ResBody, Locals>,
    next: NextFunction,
  ): void
}

/**
 * Lets requests with a valid token pass, sets `req.cognito` to the principal, and rejects all other requests.
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
 * Works like {@link requireAuth}, but also lets requests without bearer credentials pass. Their `req.cognito` is
 * `undefined`. Invalid bearer credentials are still rejected.
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
    runAuthentication(context, req, isOptional, {
      varyByCookie: (isCookie) => varyByCookie(res, isCookie),
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
