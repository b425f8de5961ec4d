import type { CommonPrincipal, Principal, VerifiedClaims } from '../types/principal.ts'

/** Builds the principal of verified claims, or nothing when the token lacks the claim that names its user. */
export function principalOf(
  claims: VerifiedClaims,
  userPoolId: string,
  userIdClaim: string,
): Principal | undefined {
  const userId = claims[userIdClaim]
  if (typeof userId !== 'string' || userId === '') return undefined

  harden(claims)
  const isId = claims.token_use === 'id'
  const clientId = isId ? claims.aud : claims.client_id
  const username = isId ? claims['cognito:username'] : claims.username
  const isMachine = !isId && claims.sub === clientId && username === undefined
  const principal: Everybody = {
    kind: isMachine ? 'machine' : 'user',
    tokenUse: claims.token_use,
    userId,
    ...(typeof username === 'string' && { username }),
    groups: groupsOf(claims['cognito:groups']),
    scopes: isId ? none : scopesOf(claims.scope),
    clientId,
    userPoolId,
    expiresAt: claims.exp,
    claims,
  }
  // Which of these belong together is beyond the types.
  return Object.freeze(principal as Principal)
}

/** A principal of any kind, before it is known which. */
interface Everybody extends CommonPrincipal {
  readonly kind: Principal['kind']
  readonly tokenUse: Principal['tokenUse']
  readonly claims: VerifiedClaims
}

const none: readonly string[] = Object.freeze([])

function groupsOf(claim: unknown): readonly string[] {
  return Array.isArray(claim) && claim.every((group) => typeof group === 'string') ? claim : none
}

/** Scopes stand one space apart (RFC 6749, section 3.3); nothing else separates them. */
function scopesOf(claim: unknown): readonly string[] {
  if (typeof claim !== 'string') return none
  return Object.freeze(claim.split(' ').filter(Boolean))
}

/** Member names that can reach a prototype when somebody merges the claims into an object of their own. */
const pollutingNames = ['__proto__', 'constructor']

/** Freezes claims all the way down, without the polluting names. A loop, because a token may nest deeper than the stack. */
function harden(claims: object): void {
  const pending: object[] = [claims]
  for (const container of pending) {
    for (const name of pollutingNames)
      if (Object.hasOwn(container, name)) Reflect.deleteProperty(container, name)
    for (const value of Object.values(container) as unknown[])
      if (typeof value === 'object' && value !== null) pending.push(value)
    Object.freeze(container)
  }
}
