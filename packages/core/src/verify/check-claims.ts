import type { RejectionReason } from '../refusal/reasons.ts'
import type { UserPool } from '../settings/user-pool.ts'
import type { JsonObject } from './parse-token.ts'

/**
 * Checks the claims of a token whose signature, issuer and times are right. Returns why they are refused, or `undefined`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function checkClaims(claims: JsonObject, pool: UserPool): RejectionReason | undefined {
  if (!isNonEmptyString(claims.sub)) return 'subject'
  return (
    checkUse(claims, pool) ??
    // A key-bound token needs a proof of possession (RFC 7800), which a bearer request does not carry.
    (Object.hasOwn(claims, 'cnf') ? 'key_bound' : undefined) ??
    (haveRegisteredTypes(claims) ? undefined : 'claim_type')
  )
}

/** Whether registered claims that no other check reads have the types of RFC 7519 and OpenID Connect, if present. */
function haveRegisteredTypes(claims: JsonObject): boolean {
  const { iat, auth_time: authTime, aud } = claims
  return (
    isNumberIfPresent(iat) &&
    isNumberIfPresent(authTime) &&
    (aud === undefined || listAudiences(aud).every((name) => typeof name === 'string'))
  )
}

function isNumberIfPresent(value: unknown): boolean {
  return value === undefined || typeof value === 'number'
}

function checkUse(
  claims: JsonObject,
  { tokenUse, clientIds, audiences }: UserPool,
): RejectionReason | undefined {
  const { token_use: use, aud } = claims
  if ((use !== 'access' && use !== 'id') || (tokenUse !== null && use !== tokenUse)) return 'token_use'

  const clientId = use === 'access' ? claims.client_id : aud
  if (!isNonEmptyString(clientId) || (clientIds !== null && !clientIds.has(clientId))) return 'client'

  const isForThisApi =
    use === 'id' ||
    audiences === null ||
    listAudiences(aud).some((name) => isNonEmptyString(name) && audiences.has(name))
  return isForThisApi ? undefined : 'audience'
}

function isNonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function listAudiences(aud: unknown): readonly unknown[] {
  return Array.isArray(aud) ? aud : [aud]
}
