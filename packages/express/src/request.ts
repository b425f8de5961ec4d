import type { AuthError, Principal } from '@cognito-auth/core'
import {
  type AdapterContext,
  getSessionPrincipal,
  prepareWarnings,
  type Session,
  type WarnMissingAuthentication,
} from '@cognito-auth/core/adapter'
import type { NextFunction, Request, Response } from 'express'
import { showPrincipal } from './principal-property.ts'

declare global {
  namespace Express {
    interface Request {
      /**
       * The principal, if `requireAuth()` or `optionalAuth()` authenticated the request. Guards do not read this
       * property.
       */
      cognito?: Principal | undefined
    }
  }
}

/**
 * Sends the application's own response to a rejected request. The status and the challenge are already set on the
 * response, so you only have to send a body: `(error, req, res) => res.render('sign-in')`. `next()` is the same as
 * `next(error)`: the request is not let through.
 */
export type OnRefused = (error: AuthError, req: Request, res: Response, next: NextFunction) => unknown

/** The session of a request in Express. */
export interface ExpressSession extends Session {
  readonly onRefused: OnRefused | undefined
}

/** Kept here instead of on the request, where other code could replace them. */
const sessions = new WeakMap<object, ExpressSession>()

/** Opens a session. It replaces an earlier session: the last middleware decides. */
export function openSession(
  req: object,
  context: AdapterContext,
  onRefused: OnRefused | undefined,
): ExpressSession {
  const session: ExpressSession = { context, onRefused, principal: undefined }
  sessions.set(req, session)
  showPrincipal(req, undefined)
  return session
}

export function setPrincipal(req: object, session: ExpressSession, principal: Principal | undefined): void {
  session.principal = principal
  showPrincipal(req, principal)
}

/** Returns `undefined` if no middleware of this package has run for the request. */
export function findSession(req: object): ExpressSession | undefined {
  return sessions.get(req)
}

/** Creates the warning of a guard that runs without authentication before it. */
export const createWarning: (name: string) => WarnMissingAuthentication = prepareWarnings(
  '@cognito-auth/express',
  (req) => sessions.has(req),
  'Put requireAuth() or optionalAuth() in front of it, on the same app or router.',
)

const warn = createWarning('getPrincipal')

/**
 * Returns the principal of a request that `requireAuth()` or `optionalAuth()` let pass. If neither ran for the request,
 * it also emits one warning for each route. Pass the types of your own claims as the type argument:
 * `getPrincipal<{ 'custom:tenant'?: string }>(req).claims`. These types are not checked at runtime.
 *
 * @throws UnauthenticatedError (401) if the request has no principal.
 */
export function getPrincipal<Claims extends object = object>(req: object): Principal<Claims> {
  const { route, app }: { route?: object; app?: object } = req
  const warnOnce = (): void => warn(req, route ?? app ?? sessions)
  return getSessionPrincipal(findSession(req), warnOnce) as Principal<Claims>
}
