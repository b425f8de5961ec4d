import type { RejectionReason } from '../refusal/reasons.ts'
import type { JsonObject } from './parse-token.ts'

/**
 * Checks the header of a token. Returns why it is refused, or `undefined`. Only `kid` chooses the key, and the algorithm
 * is always the one that Cognito signs with, whatever the header says.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8725#section-3.1
 */
export function checkHeader(header: JsonObject): RejectionReason | undefined {
  if (header.alg !== 'RS256') return 'algorithm'
  if (typeof header.kid !== 'string') return 'kid'
  if (Object.hasOwn(header, 'crit') || Object.hasOwn(header, 'b64')) return 'header'
  if (!Object.hasOwn(header, 'typ')) return undefined
  return typeof header.typ === 'string' && jwtType.test(header.typ) ? undefined : 'header'
}

/** The media types of a JWT and of a JWT access token, with or without their prefix (RFC 7515, section 4.1.9). */
const jwtType = /^(?:application\/)?(?:at\+)?jwt$/i
