import type { RejectionReason } from '../refusal/reasons.ts'
import type { JsonObject } from './parse-token.ts'
import type { UserPool } from '../settings/user-pool.ts'

/**
 * What is wrong with the claims of a token whose signature and issuer are right.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function claimsFault(
  claims: JsonObject,
  pool: UserPool,
  graceSeconds: number,
): RejectionReason | undefined {
  return (
    timeFault(claims, graceSeconds) ??
    (isText(claims.sub) ? undefined : 'subject') ??
    useFault(claims, pool) ??
    // A token bound to a key needs a proof of possession (RFC 7800) that a bearer request does not carry.
    ('cnf' in claims ? 'key_bound' : undefined)
  )
}

/** What is wrong with the times of a token at this moment (RFC 7519, sections 4.1.4 and 4.1.5). */
export function timeFault(
  { exp, nbf }: { readonly exp?: unknown; readonly nbf?: unknown },
  graceSeconds: number,
  nowMs: number = Date.now(),
): RejectionReason | undefined {
  const now = nowMs / 1000
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'expiry_missing'
  if (now >= exp + graceSeconds) return 'expired'
  if (nbf === undefined) return undefined
  return typeof nbf === 'number' && now >= nbf - graceSeconds ? undefined : 'not_yet_valid'
}

function useFault(
  claims: JsonObject,
  { tokenUse, clientIds, audiences }: UserPool,
): RejectionReason | undefined {
  const { token_use: use, aud } = claims
  if ((use !== 'access' && use !== 'id') || (tokenUse !== null && use !== tokenUse)) return 'token_use'

  const clientId = use === 'access' ? claims.client_id : aud
  if (!isText(clientId) || (clientIds !== null && !clientIds.has(clientId))) return 'client'

  const isForUs =
    use === 'id' || audiences === null || [aud].flat().some((name) => isText(name) && audiences.has(name))
  return isForUs ? undefined : 'audience'
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
