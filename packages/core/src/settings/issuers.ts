/** One of the issuers of a pool, and where its keys are. */
export interface PoolIssuer {
  /** The `iss` claim, compared character by character. */
  readonly issuer: string

  readonly jwksUri: string

  /** Whether the pool may not use this issuer. */
  readonly isOptional: boolean
}

/**
 * The issuers of a pool, derived from its id. Tokens carry the original one or, for a pool that was switched, the updated
 * one. The updated JWKS URL of a pool that was not switched has no keys.
 *
 * @param jwksUri URL of the keys for both issuers, unless each has its own.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export function deriveIssuers(userPoolId: string, jwksUri: string | undefined): readonly PoolIssuer[] {
  const region = userPoolId.slice(0, userPoolId.indexOf('_'))
  const original = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`
  const updated = `https://issuer-cognito-idp.${region}.amazonaws.com/${userPoolId}`
  return [
    { issuer: original, jwksUri: jwksUri ?? deriveJwksUri(original), isOptional: false },
    { issuer: updated, jwksUri: jwksUri ?? deriveJwksUri(updated), isOptional: jwksUri === undefined },
  ]
}

/** The URL of an issuer's keys. */
export function deriveJwksUri(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`
}
