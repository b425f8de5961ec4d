import type { Principal } from '@cognito-auth/core'
import type { ManagedRevocations, Revocation } from '@cognito-auth/revocation'
import { epochMs } from './world.ts'

const epochSeconds = epochMs / 1000

/** The principal of a token. */
function token(
  userPoolId: string,
  sub: string,
  clientId: string,
  signIn: string,
  signedIn: number,
): Principal {
  return {
    kind: 'user',
    tokenUse: 'access',
    userId: sub,
    groups: [],
    scopes: [],
    clientId,
    userPoolId,
    expiresAt: epochSeconds + 3600,
    claims: {
      token_use: 'access',
      iss: 'https://example.com',
      sub,
      client_id: clientId,
      exp: epochSeconds + 3600,
      iat: epochSeconds + 20,
      auth_time: epochSeconds + signedIn,
      origin_jti: signIn,
    },
  }
}

const pool = 'us-east-1_EXAMPLE1'

/** Tokens that differ in the sign-in, the user, the time of the sign-in, the client or the pool. */
export const tokens = [
  token(pool, 'alice', 'web', 'alice-1', -100),
  token(pool, 'alice', 'app', 'alice-2', 8),
  token(pool, 'bob', 'web', 'bob-1', -100),
  token(pool, 'bob', 'web', 'bob-2', -50),
  token(pool, 'carol', 'app', 'carol-1', 12),
  token('eu-west-1_EXAMPLE2', 'alice', 'web', 'alice-1', -100),
] as const

/** A call that ends something, and which tokens it refuses. */
export interface Ending {
  readonly entry: Pick<Revocation, 'kind' | 'userPoolId' | 'id' | 'before'>
  readonly calledAt: number
}

/** Ends something of a token, by one of the calls. */
export function end(
  revocations: ManagedRevocations,
  kind: Revocation['kind'],
  principal: Principal,
  nowMs: number,
): readonly [Ending, Promise<void>] {
  const { userPoolId, clientId, claims } = principal
  const now = Math.floor((epochMs + nowMs) / 1000)
  const ending = (id: string, before: number): Ending => ({
    entry: { kind, userPoolId, id, before },
    calledAt: nowMs,
  })
  const calls = {
    'sign-in': () => [ending(claims.origin_jti ?? '', 0), revocations.endSignIn(principal)],
    user: () => [ending(claims.sub, now - 5), revocations.endUser({ userPoolId, sub: claims.sub }, now - 5)],
    client: () => [ending(clientId, now), revocations.endClient({ userPoolId, clientId })],
    pool: () => [ending('', now), revocations.endPool({ userPoolId })],
  } as const satisfies Record<Revocation['kind'], () => readonly [Ending, Promise<void>]>
  return calls[kind]()
}

/** Whether an entry refuses a token. Written anew, not with the code under test. */
export function refuses({ kind, userPoolId, id, before }: Ending['entry'], principal: Principal): boolean {
  const { claims } = principal
  if (principal.userPoolId !== userPoolId) return false
  const isMeant =
    kind === 'pool' ||
    id === { 'sign-in': claims.origin_jti, user: claims.sub, client: principal.clientId }[kind]
  return isMeant && (kind === 'sign-in' || (claims.auth_time ?? 0) <= before)
}
