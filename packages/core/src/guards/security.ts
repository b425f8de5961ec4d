import { own } from '../lib/own-property.ts'

/**
 * What a guard requires of a token, for API documents. Each list is a list of alternatives, and each alternative is a list
 * of what the token needs together: `[['a'], ['b', 'c']]` is `a`, or both `b` and `c`. If both lists are present, both
 * apply.
 */
export interface GuardSecurity {
  /** Scopes that the guard requires. Absent if it requires none that can be named. */
  scopes?: string[][]

  /** Groups that the guard requires. Absent if it requires none that can be named. */
  groups?: string[][]
}

/** Alternatives, each of them a list of names that are needed together. */
type Alternatives = readonly (readonly string[])[]

const securityByGuard = new WeakMap<object, GuardSecurity>()

/**
 * Reads what a guard requires: a guard such as `inGroup('admin')`, or a hook or middleware such as
 * `requireGroup('admin')`.
 *
 * The guard may require more than that. Checks of your own cannot be read: `allOf` leaves them out, and `anyOf` with such
 * a check has nothing to name. Neither has `anyOf(inGroup('admin'), hasScope('orders/read'))`: a token needs neither the
 * group nor the scope if it has the other.
 *
 * @returns a copy of your own, or `undefined` if nothing can be named, for example for `authorize()` with a function.
 */
export function securityOf(guard: object): GuardSecurity | undefined {
  const security = securityByGuard.get(guard)
  return security && structuredClone(security)
}

/** Makes a guard readable, and returns it. */
export function withSecurity<Guard extends object>(guard: Guard, security: GuardSecurity | undefined): Guard {
  if (security) securityByGuard.set(guard, security)
  return guard
}

/** What is required if all of the guards have to allow a request. Guards that cannot be read add nothing. */
export function requireEach(guards: readonly object[]): GuardSecurity | undefined {
  return combine(guards, (lists) => {
    const readable = lists.filter((list) => list !== undefined)
    return readable.length === 0 ? undefined : readable.reduce(both)
  })
}

/** What is required if one of the guards has to allow a request. If one guard has no list of scopes, no scope is required. */
export function requireEither(guards: readonly object[]): GuardSecurity | undefined {
  return combine(guards, (lists) => {
    const readable = lists.filter((list) => list !== undefined)
    return readable.length < lists.length ? undefined : shortest(readable.flat())
  })
}

function combine(
  guards: readonly object[],
  join: (lists: readonly (Alternatives | undefined)[]) => Alternatives | undefined,
): GuardSecurity | undefined {
  const securities = guards.map((guard) => securityByGuard.get(guard))
  const scopes = join(securities.map((security) => security && own(security, 'scopes')))
  const groups = join(securities.map((security) => security && own(security, 'groups')))
  if (!scopes && !groups) return undefined
  // A copy, because the lists may be those of a guard.
  return structuredClone({ ...(scopes && { scopes }), ...(groups && { groups }) }) as GuardSecurity
}

/** More alternatives help no reader of a document. Beyond this number, the second list is left out. */
const maxAlternatives = 100

function both(first: Alternatives, second: Alternatives): Alternatives {
  if (first.length * second.length > maxAlternatives) return first
  return shortest(first.flatMap((names) => second.map((others) => [...new Set([...names, ...others])])))
}

/** Leaves out alternatives that contain another one. */
function shortest(alternatives: Alternatives): Alternatives {
  return alternatives.filter((names, index) =>
    alternatives.every((others, otherIndex) => {
      const isContained = otherIndex !== index && others.every((name) => names.includes(name))
      // Of two equal alternatives, the first one stays.
      return !isContained || (others.length === names.length && index < otherIndex)
    }),
  )
}
