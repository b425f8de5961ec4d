import { isObject } from '../lib/is-object.ts'
import { ConfigurationError } from '../refusal/errors.ts'
import type { Principal } from '../types/principal.ts'

/** What a guard answers. `scope` names what would have been enough, for the challenge; group names are never told. */
export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly scope?: string }

/** Decides what a principal may do, from the principal alone. */
export type Guard = (principal: Principal) => Decision

const allowed: Decision = Object.freeze({ allowed: true })
const refused: Decision = Object.freeze({ allowed: false })

/**
 * Allows members of the group. Names are compared exactly, case included.
 *
 * @throws ConfigurationError unless it is given one name.
 */
export function inGroup(...group: [group: string]): Guard {
  return membership('some', namesOf('inGroup', group, 'inAnyGroup or inAllGroups'))
}

/**
 * Allows members of at least one of the groups. Names are compared exactly, case included.
 *
 * @throws ConfigurationError unless it is given names.
 */
export function inAnyGroup(...groups: string[]): Guard {
  return membership('some', namesOf('inAnyGroup', groups))
}

/**
 * Allows members of all the groups. Names are compared exactly, case included.
 *
 * @throws ConfigurationError unless it is given names.
 */
export function inAllGroups(...groups: string[]): Guard {
  return membership('every', namesOf('inAllGroups', groups))
}

/**
 * Allows tokens with the scope, `<resource server>/<scope>` for a scope of your own. Compared exactly, case included.
 *
 * @throws ConfigurationError unless it is given one scope.
 */
export function hasScope(...scope: [scope: string]): Guard {
  return grant('some', namesOf('hasScope', scope, 'hasAnyScope or hasAllScopes'))
}

/**
 * Allows tokens with at least one of the scopes. Compared exactly, case included.
 *
 * @throws ConfigurationError unless it is given scopes.
 */
export function hasAnyScope(...scopes: string[]): Guard {
  return grant('some', namesOf('hasAnyScope', scopes))
}

/**
 * Allows tokens with all the scopes. Compared exactly, case included.
 *
 * @throws ConfigurationError unless it is given scopes.
 */
export function hasAllScopes(...scopes: string[]): Guard {
  return grant('every', namesOf('hasAllScopes', scopes))
}

/**
 * Allows what at least one of the guards allows. A refusal names no scope, since a scope would not be the only way in.
 *
 * @throws ConfigurationError unless it is given guards.
 */
export function anyOf(...guards: Guard[]): Guard {
  requireGuards('anyOf', guards)
  return function anyOfGuards(principal) {
    return guards.some((guard) => decisionOf(guard(principal)).allowed) ? allowed : refused
  }
}

/**
 * Allows what all the guards allow, and answers with the first refusal.
 *
 * @throws ConfigurationError unless it is given guards.
 */
export function allOf(...guards: Guard[]): Guard {
  requireGuards('allOf', guards)
  return function allOfGuards(principal) {
    for (const guard of guards) {
      const decision = decisionOf(guard(principal))
      if (!decision.allowed) return decision
    }
    return allowed
  }
}

/**
 * Reads what a check returned. Only `true` and `{ allowed: true }` pass.
 *
 * @throws TypeError for what is neither a boolean nor a decision, so that a forgotten `return` or `await` is noticed.
 */
export function decisionOf(result: unknown): Decision {
  if (typeof result === 'boolean') return result ? allowed : refused
  if (isObject(result)) {
    const { allowed: isAllowed, scope } = result
    if (isAllowed === true) return allowed
    if (isAllowed === false) return typeof scope === 'string' ? { allowed: false, scope } : refused
  }
  throw new TypeError('A check must return true, false or a decision such as { allowed: false }')
}

/** The guards of the adapters, whose errors at set-up have to name what the user has called. */
export type GuardName =
  | 'requireGroup'
  | 'requireAnyGroup'
  | 'requireAllGroups'
  | 'requireScope'
  | 'requireAnyScope'
  | 'requireAllScopes'

/** The guard behind one of an adapter's. */
export function guardOf(name: GuardName, names: readonly unknown[]): Guard {
  return adapterGuards[name](names)
}

const adapterGuards: Readonly<Record<GuardName, (names: readonly unknown[]) => Guard>> = {
  requireGroup: (names) =>
    membership('some', namesOf('requireGroup', names, 'requireAnyGroup or requireAllGroups')),
  requireAnyGroup: (names) => membership('some', namesOf('requireAnyGroup', names)),
  requireAllGroups: (names) => membership('every', namesOf('requireAllGroups', names)),
  requireScope: (names) =>
    grant('some', namesOf('requireScope', names, 'requireAnyScope or requireAllScopes')),
  requireAnyScope: (names) => grant('some', namesOf('requireAnyScope', names)),
  requireAllScopes: (names) => grant('every', namesOf('requireAllScopes', names)),
}

function membership(quantifier: 'some' | 'every', names: readonly string[]): Guard {
  return function inGroups({ groups }) {
    return names[quantifier]((name) => groups.includes(name)) ? allowed : refused
  }
}

function grant(quantifier: 'some' | 'every', names: readonly string[]): Guard {
  const refusal: Decision = Object.freeze({ allowed: false, scope: names.join(' ') })
  return function hasScopes({ scopes }) {
    return names[quantifier]((name) => scopes.includes(name)) ? allowed : refusal
  }
}

/** The names a guard was made with. `plural` is what a guard for one name recommends for several. */
function namesOf(guard: string, names: readonly unknown[], plural?: string): readonly string[] {
  if (names.length === 0)
    throw new ConfigurationError(guard, `${guard}() needs a name: without one it would guard nothing.`)
  if (plural !== undefined && names.length > 1) {
    throw new ConfigurationError(
      guard,
      `${guard}() takes one name and was given ${names.length}. For several, use ${plural}.`,
    )
  }
  if (!names.every((name) => typeof name === 'string' && name !== '')) {
    throw new ConfigurationError(
      guard,
      `${guard}() takes names that are non-empty strings. For several, pass them one by one.`,
    )
  }
  return names as string[]
}

function requireGuards(name: string, guards: readonly unknown[]): void {
  if (guards.length === 0 || !guards.every((guard) => typeof guard === 'function')) {
    throw new ConfigurationError(
      name,
      `${name}() takes guards, for example ${name}(inGroup('admin'), hasScope('orders/read')).`,
    )
  }
}
