/** What a refusal says of the API, the same in each of an authenticator's challenges. */
export interface ProtectionSpace {
  readonly realm: string
  readonly resourceMetadata?: string | undefined
}

/** The error codes of RFC 6750, section 3.1. */
export type ChallengeError = 'invalid_request' | 'invalid_token' | 'insufficient_scope'

/** What a challenge says beside its protection space. */
export interface ChallengeDetails {
  readonly error?: ChallengeError | undefined
  readonly scope?: string | undefined
}

/**
 * Writes the value of `WWW-Authenticate`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
 */
export function challenge(
  { realm, resourceMetadata }: ProtectionSpace,
  details: ChallengeDetails = {},
): string {
  const parameters = [
    parameter('realm', realm),
    details.error && parameter('error', details.error),
    details.scope && scopeList.test(details.scope) && parameter('scope', details.scope),
    resourceMetadata && parameter('resource_metadata', resourceMetadata),
  ]
  return `Bearer ${parameters.filter(Boolean).join(', ')}`
}

/**
 * The alphabet of RFC 6749, section 3.3, with single spaces between. A guard may ask for a scope that is outside of it;
 * no token can have that, so that naming it would help nobody.
 */
const scopeList = /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/

/** A quoted string (RFC 9110, section 5.6.4). Callers keep line breaks and non-ASCII out. */
function parameter(name: string, value: string): string {
  return `${name}="${value.replace(/["\\]/g, '\\$&')}"`
}
