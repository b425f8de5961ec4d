import { own } from '../lib/own-property.ts'
import type { StepUpRequirement } from '../types/step-up.ts'

/** What an authenticator says about itself in each of its challenges. */
export interface ProtectionSpace {
  readonly realm: string
  readonly resourceMetadata?: string | undefined

  /** The scopes of the protected resource. */
  readonly scopes?: readonly string[] | undefined
}

/** The error codes of RFC 6750, section 3.1, and of RFC 9470, section 3. */
export type ChallengeError =
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'insufficient_user_authentication'

/** What a challenge says in addition to its protection space. */
export interface ChallengeDetails {
  readonly error?: ChallengeError | undefined
  readonly scope?: string | undefined
  readonly stepUp?: StepUpRequirement | undefined
}

/**
 * Writes the value of `WWW-Authenticate`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
 */
export function challenge(
  { realm, resourceMetadata }: ProtectionSpace,
  details: ChallengeDetails = {},
): string {
  const parameters = [
    quote('realm', realm),
    details.error && quote('error', details.error),
    details.scope && scopeList.test(details.scope) && quote('scope', details.scope),
    ...(details.stepUp ? writeStepUp(details.stepUp) : []),
    resourceMetadata && quote('resource_metadata', resourceMetadata),
  ]
  return `Bearer ${parameters.filter(Boolean).join(', ')}`
}

/** RFC 9470 has no parameter for `amr`. */
function writeStepUp(stepUp: StepUpRequirement): readonly (string | false | undefined)[] {
  const acrValues = own(stepUp, 'acrValues')?.join(' ')
  const maxAge = own(stepUp, 'maxAgeSeconds')
  return [
    acrValues !== undefined && scopeList.test(acrValues) && quote('acr_values', acrValues),
    maxAge !== undefined && Number.isSafeInteger(maxAge) && maxAge >= 0 && quote('max_age', String(maxAge)),
  ]
}

/**
 * Scopes as RFC 6749, section 3.3, writes them, with single spaces between. A guard may require a scope outside of this
 * alphabet; no token can carry it, so the challenge does not name it.
 */
const scopeList = /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/

/** A parameter with a quoted string (RFC 9110, section 5.6.4). Callers keep line breaks and non-ASCII out. */
function quote(name: string, value: string): string {
  return `${name}="${value.replace(/["\\]/g, '\\$&')}"`
}
