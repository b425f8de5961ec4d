import type { Principal } from '@cognito-auth/core'
import type { Revocation } from '@cognito-auth/revocation'
import { randomUUID } from 'node:crypto'

export const userPoolId = 'us-east-1_EXAMPLE1'

/** A user who has just signed in, or did so some time ago. */
export function signIn(originJti: string = randomUUID(), secondsAgo = 0): Principal {
  const now = Math.floor(Date.now() / 1000)
  const sub = randomUUID()
  return {
    kind: 'user',
    tokenUse: 'access',
    userId: sub,
    groups: [],
    scopes: [],
    clientId: '4exampleclientid0000000000',
    userPoolId,
    expiresAt: now + 3600,
    claims: {
      token_use: 'access',
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`,
      sub,
      client_id: '4exampleclientid0000000000',
      exp: now + 3600,
      iat: now,
      auth_time: now - secondsAgo,
      origin_jti: originJti,
    },
  }
}

/** Revocations of sign-ins. */
export function revocations(count: number): readonly Revocation[] {
  const until = Math.floor(Date.now() / 1000) + 86_700
  return Array.from({ length: count }, () => ({
    kind: 'sign-in',
    userPoolId,
    id: randomUUID(),
    before: 0,
    until,
  }))
}
