import type { Authenticator, Principal } from '@cognito-auth/core'
import {
  type AdapterContext,
  getSessionPrincipal,
  prepareWarnings,
  type Session,
  type WarnMissingAuthentication,
} from '@cognito-auth/core/adapter'
import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** The plugin's authenticator, for tokens that do not arrive in a header, and for readiness checks. */
    cognito: Authenticator
  }

  interface FastifyRequest {
    /**
     * The principal, or `null` if the request is anonymous or was not authenticated. Guards do not read this property.
     */
    cognito: Principal | null
  }

  interface FastifyContextConfig {
    /** Whether the route needs a token. Default: the plugin's option `routes`. */
    cognito?: RouteMode | undefined
  }
}

/**
 * Whether a route needs a token: `'required'` for always, `'optional'` to verify a token only if one is sent, `false`
 * for not at all.
 */
export type RouteMode = 'required' | 'optional' | false

/** The property of a request that holds its session. It is not part of the public API. */
export const slot: unique symbol = Symbol('cognito-auth')

type Slotted = { [slot]?: Session | null; cognito?: Principal | null }

export function openSession(request: Slotted, context: AdapterContext): Session {
  request.cognito = null
  return (request[slot] = { context, principal: undefined })
}

export function setPrincipal(request: Slotted, session: Session, principal: Principal | undefined): void {
  session.principal = principal
  request.cognito = principal ?? null
}

/** Whether the plugin is registered in the scope of the request's route. */
export function hasPlugin({ server }: FastifyRequest): boolean {
  return server.hasRequestDecorator(slot)
}

/** Returns `undefined` if the plugin has not authenticated the request. */
export function findSession(request: Slotted): Session | undefined {
  return request[slot] ?? undefined
}

/** Creates the warning of a guard that runs without authentication before it. */
export const createWarning: (name: string) => WarnMissingAuthentication = prepareWarnings(
  '@cognito-auth/fastify',
  (request) => findSession(request) !== undefined,
  'Register cognitoAuth in the same scope or in one around it, and check that the route does not turn it off with ' +
    '`cognito: false`.',
)

const warn = createWarning('getPrincipal')

/** The place of a warning if the value is not a request of Fastify. */
const noRoute = {}

/**
 * Returns the principal of a request that the plugin authenticated. If the plugin did not authenticate the request, it
 * also emits one warning for each route. Pass the types of your own claims as the type argument:
 * `getPrincipal<{ 'custom:tenant'?: string }>(request).claims`. These types are not checked at runtime.
 *
 * @throws UnauthenticatedError (401) if the request has no principal.
 */
export function getPrincipal<Claims extends object = object>(request: object): Principal<Claims> {
  const { routeOptions }: { routeOptions?: { config: object } } = request
  const warnOnce = (): void => warn(request, routeOptions?.config ?? noRoute)
  return getSessionPrincipal(findSession(request), warnOnce) as Principal<Claims>
}
