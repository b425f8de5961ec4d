/**
 * How a user must have signed in for a request to pass. At least one property is required, and each one that you pass must
 * be met.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9470
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
 */
export interface StepUpRequirement {
  /**
   * Authentication levels of which the claim `acr` must be one, the preferred one first. The challenge names them as
   * `acr_values`. Cognito calls its levels `urn:cognito:loa:1` to `urn:cognito:loa:4`, unless you renamed them. Levels are
   * compared as they are: a higher one passes only if you list it.
   */
  readonly acrValues?: readonly string[] | undefined

  /**
   * Authentication methods that the claim `amr` must all contain, for example `mfa` (RFC 8176). A challenge cannot name
   * methods; use `acrValues` to tell the client what to ask for.
   */
  readonly amr?: readonly string[] | undefined

  /**
   * Largest age of the sign-in in seconds: a whole number, at least 0. The age counts from the claim `auth_time`, which a
   * refresh does not change, and `graceSeconds` does not extend it. The challenge names it as `max_age`.
   */
  readonly maxAgeSeconds?: number | undefined
}
