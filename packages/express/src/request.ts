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
      /** The principal, once `requireAuth()` or `optionalAuth()` has authenticated the request. Guards do not read it. */
      cognito?: Principal | undefined
    }
  }
}

/**
 * Answers a refused request in the application's own way. The status and the challenge are already on the response, so it
 * is enough to send a body: `(error, req, res) => res.render('sign-in')`. `next()` means `next(error)`: the request stays
 * refused.
 */
export type OnRefused = (error: AuthError, req: Request, res: Response, next: NextFunction) => unknown

/** The session of a request in Express. */
export interface ExpressSession extends Session {
  readonly onRefused: OnRefused | undefined
}

/** Kept here and not on the request, where other code could replace it. */
const sessions = new WeakMap<object, ExpressSession>()

/** Opens a session. It replaces an earlier one: the last middleware decides. */
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

/** Creates the warning of a guard that stands where no authentication runs. */
export const createWarning: (name: string) => WarnMissingAuthentication = prepareWarnings(
  '@cognito-auth/express',
  (req) => sessions.has(req),
  'Put requireAuth() or optionalAuth() in front of it, on the same app or router.',
)

const warn = createWarning('getPrincipal')

/**
 * The principal of a request that `requireAuth()` or `optionalAuth()` let pass. Name claims of your own as the type
 * argument: `getPrincipal<{ 'custom:tenant'?: string }>(req).claims`. They are not checked.
 *
 * @throws UnauthenticatedError (401) if the request has none.
 */
export function getPrincipal<Claims extends object = object>(req: object): Principal<Claims> {
  const { route, app }: { route?: object; app?: object } = req
  const warnOnce = (): void => warn(req, route ?? app ?? sessions)
  return getSessionPrincipal(findSession(req), warnOnce) as Principal<Claims>
}
