import { ConfigurationError } from '../refusal/configuration-error.ts'
import type { Principal } from '../types/principal.ts'
import { allow, type Decision, deny, readDecision } from './decision.ts'
import { requireEach, requireEither, withSecurity } from './security.ts'

/** Decides what a principal may do, from the principal alone. */
export type Guard = (principal: Principal) => Decision

/**
 * Allows members of the group. Group names are compared exactly, including their case.
 *
 * @throws ConfigurationError unless it is given exactly one name.
 */
export function inGroup(...group: [group: string]): Guard {
  return requireSome('groups', checkOneName('group', group))
}

/**
 * Allows members of at least one of the groups. Group names are compared exactly, including their case.
 *
 * @throws ConfigurationError unless it is given names.
 */
export function inAnyGroup(...groups: string[]): Guard {
  return requireSome('groups', checkNames('group', groups))
}

/**
 * Allows members of all the groups. Group names are compared exactly, including their case.
 *
 * @throws ConfigurationError unless it is given names.
 */
export function inAllGroups(...groups: string[]): Guard {
  return requireAll('groups', checkNames('group', groups))
}

/**
 * Allows tokens with the scope; a scope of your own is `<resource server>/<scope>`. Scopes are compared exactly,
 * including their case.
 *
 * @throws ConfigurationError unless it is given exactly one scope.
 */
export function hasScope(...scope: [scope: string]): Guard {
  return requireSome('scopes', checkOneName('scope', scope))
}

/**
 * Allows tokens with at least one of the scopes. Scopes are compared exactly, including their case.
 *
 * @throws ConfigurationError unless it is given scopes.
 */
export function hasAnyScope(...scopes: string[]): Guard {
  return requireSome('scopes', checkNames('scope', scopes))
}

/**
 * Allows tokens with all the scopes. Scopes are compared exactly, including their case.
 *
 * @throws ConfigurationError unless it is given scopes.
 */
export function hasAllScopes(...scopes: string[]): Guard {
  return requireAll('scopes', checkNames('scope', scopes))
}

/**
 * Allows what at least one of the guards allows. Its refusals name neither a scope nor a step-up, because that is not the
 * only way in.
 *
 * @throws ConfigurationError unless it is given guards.
 */
export function anyOf(...guards: Guard[]): Guard {
  checkGuards('anyOf', guards)
  function anyOfGuards(principal: Principal): Decision {
    return guards.some((guard) => readDecision(guard(principal)).allowed) ? allow : deny
  }
  return withSecurity(anyOfGuards, requireEither(guards))
}

/**
 * Allows what all the guards allow, and otherwise answers with the first refusal.
 *
 * @throws ConfigurationError unless it is given guards.
 */
export function allOf(...guards: Guard[]): Guard {
  checkGuards('allOf', guards)
  function allOfGuards(principal: Principal): Decision {
    for (const guard of guards) {
      const decision = readDecision(guard(principal))
      if (!decision.allowed) return decision
    }
    return allow
  }
  return withSecurity(allOfGuards, requireEach(guards))
}

/** The lists of a principal that guards look at. */
type Grants = 'groups' | 'scopes'

function requireSome(grants: Grants, names: readonly string[]): Guard {
  const refusal = refusalFor(grants, names)
  function hasSome(principal: Principal): Decision {
    return names.some((name) => principal[grants].includes(name)) ? allow : refusal
  }
  return withSecurity(hasSome, { [grants]: [...new Set(names)].map((name) => [name]) })
}

function requireAll(grants: Grants, names: readonly string[]): Guard {
  const refusal = refusalFor(grants, names)
  function hasAll(principal: Principal): Decision {
    return names.every((name) => principal[grants].includes(name)) ? allow : refusal
  }
  return withSecurity(hasAll, { [grants]: [[...new Set(names)]] })
}

/** Challenges name scopes, which clients can ask for, but never groups. */
function refusalFor(grants: Grants, names: readonly string[]): Decision {
  return grants === 'scopes' ? Object.freeze({ allowed: false, scope: names.join(' ') }) : deny
}

function checkOneName(kind: 'group' | 'scope', names: readonly unknown[]): readonly string[] {
  const checked = checkNames(kind, names)
  if (checked.length === 1) return checked
  throw new ConfigurationError(
    kind,
    `A guard for one ${kind} was given ${checked.length}. For several, use a guard for any or for all of them: ` +
      (kind === 'group' ? 'requireAnyGroup or requireAllGroups.' : 'requireAnyScope or requireAllScopes.'),
  )
}

function checkNames(kind: 'group' | 'scope', names: readonly unknown[]): readonly string[] {
  if (names.length === 0) {
    throw new ConfigurationError(kind, `A ${kind} guard needs a ${kind}: without one it would guard nothing.`)
  }
  if (typeof names[0] === 'object' && names[0] !== null && !Array.isArray(names[0])) {
    throw new ConfigurationError(
      kind,
      `A ${kind} guard was handed an object instead of a ${kind}. If a route uses the guard uncalled, call it: ` +
        (kind === 'group' ? "requireGroup('admin')." : "requireScope('orders/read')."),
    )
  }
  if (!names.every((name) => typeof name === 'string' && name !== '')) {
    throw new ConfigurationError(
      kind,
      `A ${kind} guard takes non-empty strings. Pass several ${kind}s as separate arguments.`,
    )
  }
  return names as string[]
}

function checkGuards(name: string, guards: readonly unknown[]): void {
  if (guards.length === 0 || !guards.every((guard) => typeof guard === 'function')) {
    throw new ConfigurationError(
      name,
      `${name}() takes guards, for example ${name}(inGroup('admin'), hasScope('orders/read')).`,
    )
  }
}
