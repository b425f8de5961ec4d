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

  /** What `req.cognito` shows: the principal, unless somebody has put something else in its place. */
  shown: unknown
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

const sessions = new WeakMap<object, Session>()

/** Begins a session, in place of an earlier one: the last middleware decides. */
export function openSession(req: object, gate: Gate): Session {
  const session: Session = { gate, principal: undefined, shown: undefined }
  sessions.set(req, session)
  showPrincipal(req)
  return session
}

/** Ends a session with its principal. */
export function admit(session: Session, principal: Principal | undefined): void {
  session.principal = principal
  session.shown = principal
}

/** The session of a request. Nothing, when no middleware of ours has seen it. */
export function sessionOf(req: object): Session | undefined {
  return sessions.get(req)
}

/** What `req.cognito` shows of requests without a session, because somebody has put it there. */
const foreign = new WeakMap<object, unknown>()
const view: PropertyDescriptor & ThisType<object> = {
  configurable: true,
  get() {
    const session = sessions.get(this)
    return session ? session.shown : foreign.get(this)
  },
  set(value: unknown) {
    const session = sessions.get(this)
    if (session) session.shown = value
    else foreign.set(this, value)
  },
}

/** Prototypes of requests that have the view, or inherit it. */
const prototypes = new WeakSet<object>()

/**
 * Makes `req.cognito` a view of the session. The view belongs to the prototype of requests: Express replaces that of each
 * request, after which V8 takes some ten microseconds to add a property to the request itself.
 */
function showPrincipal(req: object): void {
  if (Object.hasOwn(req, 'cognito')) Reflect.deleteProperty(req, 'cognito')
  const prototype: object = Object.getPrototypeOf(req)
  if (prototypes.has(prototype)) return

  const shared = prototypeOfExpress(prototype)
  if (shared) prototypes.add(prototype)
  Object.defineProperty(shared ?? req, 'cognito', view)
}

/**
 * What the requests of all applications of a copy of Express inherit from, and nothing else does. An application that is
 * mounted in another lends its own prototype for a while only.
 */
function prototypeOfExpress(prototype: object): object | undefined {
  let candidate: object | null = prototype
  while (candidate !== null && !Object.hasOwn(candidate, 'accepts'))
    candidate = Object.getPrototypeOf(candidate)
  return candidate ?? undefined
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
