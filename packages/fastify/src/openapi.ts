import type { GuardSecurity } from '@cognito-auth/core'
import { own, requireEach, schemeName } from '@cognito-auth/core/adapter'
import type { FastifySchema, RouteOptions } from 'fastify'
import { isGuard } from './authorize.ts'
import type { RouteMode } from './request.ts'
import { readRouteMode } from './route-mode.ts'

/** What OpenAPI adds to the schema of a route. */
interface DocumentedSchema extends FastifySchema {
  security?: unknown
}

/** An alternative: every scheme in it is required, with the scopes. An empty one stands for anonymous requests. */
type SecurityRequirement = Record<string, string[]>

/**
 * Builds the `onRoute` hook that writes down what each route requires, in its schema: `security` and
 * `x-cognito-groups`. What the route itself says about them stays. Nothing reads the schema to decide about a request.
 *
 * @param byDefault the mode of routes without `config.cognito`.
 * @see https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object
 */
export function createRouteDocumenter(byDefault: RouteMode): (route: RouteOptions) => void {
  return function documentRoute(route) {
    const { config = {}, schema = {} } = route
    // Where authentication is off by default, something else may protect the route.
    if (own(config, 'cognito') === undefined && byDefault === false) return

    const mode = readRouteMode(config, byDefault)
    const guards = mode === false ? [] : guardsOf(route)
    const required = requireEach(guards) ?? {}
    const groups = own(required, 'groups')
    // A copy, because routes may share a schema.
    const documented: DocumentedSchema = { ...(groups && { 'x-cognito-groups': groups }), ...schema }
    documented.security = own(documented, 'security') ?? requirementsFor(mode, guards, required)
    route.schema = documented
  }
}

function requirementsFor(
  mode: RouteMode,
  guards: readonly object[],
  required: GuardSecurity,
): SecurityRequirement[] {
  if (mode === false) return []
  const alternatives = own(required, 'scopes') ?? [[]]
  const requirements: SecurityRequirement[] = alternatives.map((scopes) => ({ [schemeName]: scopes }))
  // Guards refuse anonymous requests, even if the mode of the route is 'optional'.
  return mode === 'optional' && guards.length === 0 ? [...requirements, {}] : requirements
}

/** The guards among the hooks of the route itself. The hooks of its scope are unknown here. */
function guardsOf({ onRequest, preValidation, preHandler }: RouteOptions): readonly object[] {
  const hooks: readonly unknown[] = [onRequest, preValidation, preHandler].flat()
  return hooks.filter(isGuard)
}
