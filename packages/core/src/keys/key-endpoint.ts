/** A JWKS endpoint. */
export interface KeyEndpoint {
  readonly url: string

  /** The user pool whose keys it has. */
  readonly userPoolId: string

  /** Whether the pool may not use the issuer: a 4xx then says that there are no keys. */
  readonly isOptional: boolean
}
