import { type Authenticator, type Principal, UnauthenticatedError } from '@cognito-auth/core'
import type { Authentication } from '@cognito-auth/core/adapter'

declare module 'fastify' {
  interface FastifyInstance {
    /** The authenticator of the plugin, for tokens that do not come by request, and for readiness checks. */
    cognito: Authenticator
  }

  interface FastifyRequest {
    /** Who sent the request, once the plugin has found out; `null` for nobody. Guards do not read it. */
    cognito: Principal | null
  }

  interface FastifyContextConfig {
    /** Whether the route needs a token. Default: the option `routes` of the plugin. */
    cognito?: RouteMode | undefined
  }
}

/** Whether a route needs a token: always, only if one is sent (`'optional'`), or not at all (`false`). */
export type RouteMode = 'required' | 'optional' | false

/** What a request went through. Guards rely on this, under a key that nobody else has, and not on `request.cognito`. */
export interface Session {
  readonly gate: Authentication
  principal: Principal | undefined
}

/** The property of a request that holds its session. */
export const slot: unique symbol = Symbol('cognito-auth')

type Slotted = { [slot]?: Session | null; cognito?: Principal | null }

/** Begins a session. */
export function openSession(request: Slotted, gate: Authentication): Session {
  request.cognito = null
  return (request[slot] = { gate, principal: undefined })
}

/** Ends a session with its principal. */
export function admit(request: Slotted, session: Session, principal: Principal | undefined): void {
  session.principal = principal
  request.cognito = principal ?? null
}

/** The session of a request. Nothing, when the plugin has not authenticated it. */
export function sessionOf(request: Slotted): Session | undefined {
  return request[slot] ?? undefined
}

/**
 * The principal of a request that was authenticated. Name the claims of your own as the type argument:
 * `getPrincipal<{ 'custom:tenant'?: string }>(request).claims`. They are not checked.
 *
 * @throws UnauthenticatedError (401) when there is none.
 */
export function getPrincipal<Claims extends object = object>(request: object): Principal<Claims> {
  const session = sessionOf(request)
  if (session?.principal) return session.principal as Principal<Claims>

  const error = new UnauthenticatedError()
  if (session) error.headers = session.gate.authenticator.answer(error).headers
  throw error
}
