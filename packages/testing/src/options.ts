/** Options of `createTestUserPool`, which rejects with a `TypeError` if one of them is invalid. */
export interface TestUserPoolOptions {
  /** AWS region of the pool. Default: the region in `userPoolId`, otherwise `us-east-1`. */
  region?: string | undefined

  /** ID of the pool, `<region>_<id>`. Default: `<region>_EXAMPLE1`. Give each pool in a test its own ID. */
  userPoolId?: string | undefined

  /** ID of the app client that tokens are issued to. Default: `4exampleclientid0000000000`. */
  clientId?: string | undefined
}

/** Content of a token. All properties are optional, with defaults like the values that Cognito writes. */
export interface TokenOptions {
  /**
   * The claim `sub`, which becomes `principal.userId`. Default: a UUID derived from the pool ID and `username`, so that
   * `alice` has the same ID in all tokens and in each run. Ignored for machine tokens, whose `sub` is the client ID.
   */
  sub?: string | undefined

  /**
   * The claim `username` (ID tokens: `cognito:username`). Default: `sub` if you pass it, as in pools in which users
   * sign in with their email address, otherwise `alice`. Ignored for machine tokens.
   */
  username?: string | undefined

  /**
   * The claim `cognito:groups`. Default: no groups. As in Cognito, the claim is then absent. Ignored for machine tokens.
   */
  groups?: readonly string[] | undefined

  /**
   * The claim `scope`, one scope per entry. Default: `['aws.cognito.signin.user.admin']`, the scope of users who sign in
   * through the Cognito API; for machine tokens `['orders/read']`. If the array is empty, the claim is absent. Ignored for
   * ID tokens.
   */
  scopes?: readonly string[] | undefined

  /** App client that the token is issued to (`client_id`, ID tokens: `aud`). Default: the pool's `clientId`. */
  clientId?: string | undefined

  /**
   * Lifetime of the token in seconds. Default: 3600. If it is 0 or less, the token has already expired. A whole number
   * counts from `iat`, which is in whole seconds as in Cognito. A fraction counts from the current millisecond; use it for
   * a token that expires during the test.
   */
  expiresInSeconds?: number | undefined

  /**
   * How long ago the user signed in, in whole seconds. Default: 0. The claim `auth_time` is `iat` minus this number, as in a
   * token that was refreshed since.
   */
  signedInSecondsAgo?: number | undefined

  /**
   * The claim `origin_jti`, the ID of the sign-in. Default: a new UUID for each token. Pass the same one for tokens of one
   * sign-in. Ignored for machine tokens, which do not have the claim.
   */
  originJti?: string | undefined

  /**
   * The claim `acr`, for example `urn:cognito:loa:4`. Default: none, as in pools without authentication levels. Ignored for
   * machine tokens.
   */
  acr?: string | undefined

  /**
   * The claim `amr`, for example `['pwd', 'otp', 'mfa']`. Default: none. If the array is empty, the claim is absent.
   * Ignored for machine tokens.
   */
  amr?: readonly string[] | undefined

  /**
   * Claims to add or replace. They are not checked, and `undefined` removes a claim. The signature covers the result, so
   * you can create tokens with a valid signature and invalid claims.
   */
  claims?: Readonly<Record<string, unknown>> | undefined
}

/** Options of `rotateKeys`. */
export interface RotateKeysOptions {
  /**
   * Whether the old keys stay in the key set, so that existing tokens remain valid. Default: `true`. With `false`, the
   * old keys are withdrawn at once, as after a leak.
   */
  keepOld?: boolean | undefined
}

/** Options of `listen`. */
export interface ListenOptions {
  /** Port on 127.0.0.1. Default: 0, which selects a free port. */
  port?: number | undefined
}
