import { own } from '../lib/own-property.ts'
import type { AuthInfo } from '../types/auth-info.ts'
import type { Principal } from '../types/principal.ts'

/**
 * Describes a verified token as the MCP SDKs expect it in `req.auth`: as their `AuthInfo`. The lists are copies.
 *
 * @param principal the principal of the token.
 * @param token the token itself, without `Bearer`. It is not verified again, and not compared with the principal.
 */
export function toAuthInfo(principal: Principal, token: string): AuthInfo {
  const { userId, username, groups, kind, clientId, scopes, expiresAt } = principal
  const resource = findResource(principal)
  return {
    token,
    clientId,
    scopes: [...scopes],
    expiresAt,
    ...(resource && { resource }),
    extra: { userId, ...(username !== undefined && { username }), groups: [...groups], kind },
  }
}

/** The `aud` of an ID token is an app client, not a resource. */
function findResource({ tokenUse, claims }: Principal): URL | undefined {
  if (tokenUse !== 'access') return undefined
  const aud = own(claims, 'aud') ?? []
  const url = [aud].flat().find((name) => typeof name === 'string' && URL.canParse(name))
  return url === undefined ? undefined : new URL(url)
}
