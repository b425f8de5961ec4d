import { type AuthError, type Principal, UnauthenticatedError } from '@cognito-auth/core'
import type { Authentication } from '@cognito-auth/core/adapter'
import type { NextFunction, Request, Response } from 'express'

declare global {
  namespace Express {
    interface Request {
      /** Who sent the request, once `requireAuth()` or `optionalAuth()` has found out. Guards do not read it. */
      cognito?: Principal | undefined
    }
  }
}

/** What a request went through. Guards rely on this, under a key that nobody else has, and not on `req.cognito`. */
export interface Session {
  readonly gate: Gate
  principal: Principal | undefined
}

/**
 * Answers a refusal in the application's own way. Status and challenge are on the response already, so that it is enough
 * to send a body: `(error, req, res) => res.render('sign-in')`. `next()` means `next(error)`: a refusal stays one.
 */
export type OnRefused = (error: AuthError, req: Request, res: Response, next: NextFunction) => unknown

/** The middleware that authenticates a request: the same for all requests that pass it. */
export interface Gate extends Authentication {
  readonly onRefused: OnRefused | undefined
}

const slot: unique symbol = Symbol('cognito-auth')

type Slotted = { [slot]?: Session; cognito?: Principal | undefined }

/** Begins a session, in place of an earlier one: the last middleware decides. */
export function openSession(req: Slotted, gate: Gate): Session {
  req.cognito = undefined
  return (req[slot] = { gate, principal: undefined })
}

/** Ends a session with its principal, unless another one has begun meanwhile. */
export function admit(req: Slotted, session: Session, principal: Principal | undefined): void {
  session.principal = principal
  if (req[slot] === session) req.cognito = principal
}

/** The session of a request. Nothing, when no middleware of ours has seen it. */
export function sessionOf(req: Slotted): Session | undefined {
  return req[slot]
}

/**
 * The principal of a request that `requireAuth()` or `optionalAuth()` let through. Name the claims of your own as the
 * type argument: `getPrincipal<{ 'custom:tenant'?: string }>(req).claims`. They are not checked.
 *
 * @throws UnauthenticatedError (401) when there is none.
 */
export function getPrincipal<Claims extends object = object>(req: object): Principal<Claims> {
  const session = sessionOf(req)
  if (session?.principal) return session.principal as Principal<Claims>

  const error = new UnauthenticatedError()
  if (session) error.headers = session.gate.authenticator.answer(error).headers
  throw error
}
