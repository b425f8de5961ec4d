import type { RejectionReason } from '../refusal/reasons.ts'
import type { JsonObject } from './parse-token.ts'

/**
 * What is wrong with the header of a token before its signature is looked at. Nothing in the header names a key but
 * `kid`, and nothing names an algorithm but the one that Cognito signs with.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8725#section-3.1
 */
export function headerFault(header: JsonObject): RejectionReason | undefined {
  if (header.alg !== 'RS256') return 'algorithm'
  if (typeof header.kid !== 'string') return 'kid'
  if ('crit' in header || 'b64' in header) return 'header'
  if ('typ' in header && !(typeof header.typ === 'string' && jwtType.test(header.typ))) return 'header'
  return undefined
}

/** The media types of a JWT and of an access token in JWT form, with or without their prefix (RFC 7515, 4.1.9). */
const jwtType = /^(?:application\/)?(?:at\+)?jwt$/i
