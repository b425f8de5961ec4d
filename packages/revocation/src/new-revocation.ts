import type { Principal } from '@cognito-auth/core'
import { mistake, ownValues } from './check-values.ts'
import { isId, isUserPoolId, lifetimeSeconds, type Revocation, type RevocationKind } from './revocation.ts'

/** How far `before` may be ahead of this clock, in seconds. */
const longestLeadSeconds = 60

/**
 * The entry for the sign-in of a principal.
 *
 * @throws TypeError if its token does not name the sign-in.
 */
export function signInRevocation(principal: Principal, nowMs: number): Revocation {
  const { userPoolId, claims } = principalOf(principal)
  const id: unknown = claims.origin_jti
  if (!isId(id)) {
    throw new TypeError(
      'The token has no origin_jti, which names its sign-in. Machine tokens have none, and neither have tokens of an app client without token revocation (EnableTokenRevocation). Use endUser() or endClient().',
    )
  }
  return entryOf('sign-in', userPoolId, id, 0, nowMs)
}

/** What the member that names the target of a kind is called. */
const idNames = { user: 'sub', client: 'clientId', pool: undefined } as const

/**
 * The entry for all sign-ins of a user, an app client or a pool up to a time.
 *
 * @throws TypeError for a target or a time that is none.
 * @throws RangeError for a time that is too far ahead.
 */
export function cutOffRevocation(
  kind: Exclude<RevocationKind, 'sign-in'>,
  target: unknown,
  before: unknown,
  nowMs: number,
): Revocation {
  const owner = `end${kind[0]?.toUpperCase()}${kind.slice(1)}()`
  const idName = idNames[kind]
  const names = ['userPoolId', ...(idName === undefined ? [] : [idName])]
  const values = ownValues(target, names, owner)
  if (idName === undefined) return entryOf(kind, values['userPoolId'], '', timeOf(before, nowMs), nowMs)
  const id = values[idName]
  if (!isId(id)) throw mistake(TypeError, `${idName} of ${owner}`, id, 'a string of 1 to 256 characters')
  return entryOf(kind, values['userPoolId'], id, timeOf(before, nowMs), nowMs)
}

/** Checks that a value has the members of a principal that are used. */
export function principalOf(value: unknown): Principal {
  const { userPoolId, claims } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Partial<Principal>
  if (typeof userPoolId === 'string' && typeof claims === 'object' && claims) return value as Principal
  throw mistake(TypeError, 'principal', value, 'a principal, for example getPrincipal(req)')
}

function entryOf(
  kind: RevocationKind,
  userPoolId: unknown,
  id: string,
  before: number,
  nowMs: number,
): Revocation {
  if (!isUserPoolId(userPoolId)) {
    throw mistake(
      TypeError,
      'userPoolId',
      userPoolId,
      'the id of a user pool, for example us-east-1_EXAMPLE1',
    )
  }
  const until = Math.ceil(nowMs / 1000) + lifetimeSeconds
  return Object.freeze({ kind, userPoolId, id, before, until })
}

function timeOf(before: unknown, nowMs: number): number {
  const allowed = `a time in seconds since 1970, at most ${longestLeadSeconds} seconds ahead`
  if (before === undefined) return Math.floor(nowMs / 1000)
  if (typeof before !== 'number' || Number.isNaN(before)) throw mistake(TypeError, 'before', before, allowed)
  if (before < 0 || before > nowMs / 1000 + longestLeadSeconds)
    throw mistake(RangeError, 'before', before, allowed)
  return Math.floor(before)
}
