import type { Principal } from '@cognito-auth/core'

/** The moment at which tests with a frozen clock begin, in seconds since 1970. */
export const now = 1_800_000_000

export const userPoolId = 'us-east-1_EXAMPLE1'

interface TokenParts {
  readonly pool?: string
  readonly sub?: string
  readonly clientId?: string
  readonly claims?: Readonly<Record<string, unknown>>
}

/** A principal who signed in 100 seconds ago and whose token was refreshed 10 seconds ago. */
export function principal({
  pool = userPoolId,
  sub = 'alice',
  clientId = 'web',
  claims = {},
}: TokenParts = {}) {
  return {
    kind: 'user',
    tokenUse: 'access',
    userId: 'somebody',
    groups: [],
    scopes: [],
    clientId,
    userPoolId: pool,
    expiresAt: now + 3600,
    claims: {
      token_use: 'access',
      iss: 'https://example.com',
      sub,
      client_id: clientId,
      exp: now + 3600,
      iat: now - 10,
      auth_time: now - 100,
      origin_jti: 'sign-in-1',
      ...claims,
    },
  } as const satisfies Principal
}
