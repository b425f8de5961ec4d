/** Options of `createTestUserPool`. All of them are checked when it is called. */
export interface TestUserPoolOptions {
  /** AWS region of the pool. Default: the one that `userPoolId` begins with, otherwise `us-east-1`. */
  region?: string | undefined

  /** Id of the pool, `<region>_<id>`. Default: `<region>_EXAMPLE1`. Two pools of one test need two ids. */
  userPoolId?: string | undefined

  /** Id of the app client that tokens are issued to. Default: `4exampleclientid0000000000`. */
  clientId?: string | undefined
}

/** What a token says. Each property is optional, and what is left out gets a value as Cognito would write it. */
export interface TokenOptions {
  /**
   * The claim `sub`, which becomes `principal.userId`. Default: a UUID that follows from the pool id and `username`,
   * so that `alice` is the same user in all of her tokens and in each run. Machine tokens have the client id here.
   */
  sub?: string | undefined

  /**
   * The claim `username` (ID tokens: `cognito:username`). Default: `sub` if that is given, as in pools where users
   * sign in by email address, otherwise `alice`. Machine tokens have none.
   */
  username?: string | undefined

  /**
   * The claim `cognito:groups`. Default: none, and the claim is absent, as Cognito does it. Machine tokens have none.
   */
  groups?: readonly string[] | undefined

  /**
   * The claim `scope`, one scope per entry. Default: `['aws.cognito.signin.user.admin']`, which is what users get who
   * sign in through the API; for machine tokens `['orders/read']`. With an empty list the claim is absent. ID tokens
   * have none.
   */
  scopes?: readonly string[] | undefined

  /** App client that the token is issued to (`client_id`, ID tokens: `aud`). Default: the pool's `clientId`. */
  clientId?: string | undefined

  /**
   * Life of the token in seconds. Default: 3600. With 0 or less the token has expired already. A whole number counts
   * from `iat`, in whole seconds like Cognito's; a fraction counts from this very millisecond, for a token that
   * expires while the test is waiting.
   */
  expiresInSeconds?: number | undefined

  /**
   * Claims added to the token, or put in the place of others, unchecked. `undefined` removes a claim. The signature
   * covers the result, so that this is the way to a token that is well signed and still wrong.
   */
  claims?: Readonly<Record<string, unknown>> | undefined
}

/** Options of `rotateKeys`. */
export interface RotateKeysOptions {
  /**
   * Whether the old keys stay in the key set, so that tokens signed before are still good. Default: `true`. With
   * `false` they are withdrawn at once, as after a leak.
   */
  keepOld?: boolean | undefined
}

/** Options of `listen`. */
export interface ListenOptions {
  /** Port on 127.0.0.1. Default: 0, any that is free. */
  port?: number | undefined
}
