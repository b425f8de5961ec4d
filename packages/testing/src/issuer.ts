/**
 * Finds the user pool that an issuer names. For the report only: an API never takes the pool from a token.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export function findUserPool(issuer: unknown): string | undefined {
  return typeof issuer === 'string' ? cognitoIssuer.exec(issuer)?.groups?.['pool'] : undefined
}

const cognitoIssuer =
  /^https:\/\/(?:issuer-)?cognito-idp\.(?<region>[a-z\d-]+)\.amazonaws\.com\/(?<pool>\k<region>_[0-9A-Za-z]+)$/
