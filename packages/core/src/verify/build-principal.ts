import { copyMembers } from '../lib/copy-members.ts'
import type { CommonPrincipal, Principal, VerifiedClaims } from '../types/principal.ts'

/** Which claims become which fields of a principal. */
export interface ClaimNames {
  readonly userIdClaim: string
  readonly groupsClaim: string
}

/** Builds the principal of verified claims, which become frozen. Returns `undefined` if the claim for its user id is missing. */
export function buildPrincipal(
  claims: VerifiedClaims,
  userPoolId: string,
  { userIdClaim, groupsClaim }: ClaimNames,
): Principal | undefined {
  const userId = claims[userIdClaim]
  if (typeof userId !== 'string' || userId === '') return undefined

  const isId = claims.token_use === 'id'
  const clientId = isId ? claims.aud : claims.client_id
  const username = isId ? claims['cognito:username'] : claims.username
  const principal: AnyPrincipal = {
    kind: !isId && claims.sub === clientId && username === undefined ? 'machine' : 'user',
    tokenUse: claims.token_use,
    userId,
    username: typeof username === 'string' ? username : undefined,
    groups: readGroups(claims[groupsClaim], groupsClaim),
    scopes: isId ? none : readScopes(claims.scope),
    clientId,
    userPoolId,
    expiresAt: claims.exp,
    claims: freezeDeep(claims),
  }
  // The types cannot express which of these fields belong together.
  return Object.freeze(principal as Principal)
}

/** A principal of either kind, before it is known which. */
interface AnyPrincipal extends Omit<CommonPrincipal, 'username'> {
  readonly kind: Principal['kind']
  readonly tokenUse: Principal['tokenUse']
  readonly username: string | undefined
  readonly claims: VerifiedClaims
}

const none: readonly string[] = Object.freeze([])

/** Identity providers write a single group as a string. It is one group: splitting it could make up others. */
function readGroups(claim: unknown, name: string): readonly string[] {
  if (typeof claim === 'string' && claim !== '' && name !== 'cognito:groups') return Object.freeze([claim])
  return Array.isArray(claim) && claim.every((group) => typeof group === 'string') ? claim : none
}

/** Scopes are one space apart (RFC 6749, section 3.3); nothing else separates them. */
function readScopes(claim: unknown): readonly string[] {
  if (typeof claim !== 'string') return none
  return Object.freeze(claim.split(' ').filter(Boolean))
}

/**
 * Freezes claims in place, at every level. No object in them inherits anything. This is a loop because a token may nest
 * deeper than the stack allows.
 */
function freezeDeep(claims: VerifiedClaims): VerifiedClaims {
  const pending: Record<string, unknown>[] = [claims]
  for (const container of pending) {
    for (const name of Object.keys(container)) {
      const value = container[name]
      if (typeof value !== 'object' || value === null) continue
      const nested = (Array.isArray(value) ? value : copyMembers(value)) as typeof container
      container[name] = nested
      pending.push(nested)
    }
    Object.freeze(container)
  }
  return claims
}
