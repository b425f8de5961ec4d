/**
 * Claims of a Cognito access token. What Cognito may leave out is optional; a claim without a property of its own is
 * `unknown`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export interface AccessTokenClaims extends CommonClaims {
  /** Kind of token. */
  readonly token_use: 'access'

  /** The app client that the token was issued to. */
  readonly client_id: string

  /** Name of the user. Machine tokens have none. */
  readonly username?: string

  /** What the app client may do, separated by spaces. See `principal.scopes`. */
  readonly scope?: string

  /** Version of the format, 2. */
  readonly version?: number

  /** The device, if the pool remembers devices. */
  readonly device_key?: string

  /** The resource that the sign-in asked for (RFC 8707), or the app client. */
  readonly aud?: string | readonly string[]
}

/**
 * Claims of a Cognito ID token. Custom attributes (`custom:…`) are always strings.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export interface IdTokenClaims extends CommonClaims {
  /** Kind of token. */
  readonly token_use: 'id'

  /** The app client that the token was issued to. */
  readonly aud: string

  /** Name of the user. */
  readonly 'cognito:username'?: string

  /** ARNs of the IAM roles of the user's groups. */
  readonly 'cognito:roles'?: readonly string[]

  /** ARN of the IAM role of the group that takes precedence. */
  readonly 'cognito:preferred_role'?: string

  /** Address of the user. Users may be able to write it; see `email_verified`. */
  readonly email?: string

  /** Whether the address was verified. */
  readonly email_verified?: boolean
}

interface CommonClaims {
  /** The pool, as an address. */
  readonly iss: string

  /** The user, or for machine tokens the app client. Never given twice. */
  readonly sub: string

  /** End of the token's life, in seconds since 1970. */
  readonly exp: number

  /** When the token was issued, in seconds since 1970. */
  readonly iat?: number

  /** From when on the token counts, in seconds since 1970. */
  readonly nbf?: number

  /** When the user signed in, in seconds since 1970. */
  readonly auth_time?: number

  /** The token, if the app client has token revocation. */
  readonly jti?: string

  /** The sign-in: the same in all tokens that come of it, refreshed ones too. */
  readonly origin_jti?: string

  /** The sign-in, as Cognito's logs name it. */
  readonly event_id?: string

  /** Groups of the user. Absent when there are none. See `principal.groups`. */
  readonly 'cognito:groups'?: readonly string[]

  readonly [claim: string]: unknown
}

/** What principals of every kind have. */
export interface CommonPrincipal {
  /** The claim `sub`, or the one that `userIdClaim` names. For machine clients the `sub` is the client id. */
  readonly userId: string

  /** The claim `username` or `cognito:username`. Not an identity: see `userId`. */
  readonly username?: string

  /** The claim `cognito:groups`; empty when it is absent. As old as the token: see `expiresAt`. */
  readonly groups: readonly string[]

  /** The claim `scope`, split at spaces. Empty for ID tokens, which have none. */
  readonly scopes: readonly string[]

  /** Id of the app client that the token was issued to. */
  readonly clientId: string

  /** Id of the user pool that signed the token. */
  readonly userPoolId: string

  /** The claim `exp`: end of the token's life, in seconds since 1970. */
  readonly expiresAt: number
}

/**
 * A signed-in user. `Claims` says what you know of the claims beyond Cognito's own; it is not checked.
 * The object and all it holds are frozen.
 */
export type UserPrincipal<Claims extends object = object> =
  | (CommonPrincipal & {
      readonly kind: 'user'
      readonly tokenUse: 'access'
      readonly claims: AccessTokenClaims & Readonly<Claims>
    })
  | (CommonPrincipal & {
      readonly kind: 'user'
      readonly tokenUse: 'id'
      readonly claims: IdTokenClaims & Readonly<Claims>
    })

/**
 * An app client that acts for itself (client credentials): a token whose `sub` is its `client_id` and that has no
 * `username`.
 */
export type MachinePrincipal<Claims extends object = object> = CommonPrincipal & {
  /** Tells a machine from a user. */
  readonly kind: 'machine'

  /** Machines have access tokens only. */
  readonly tokenUse: 'access'

  /** All claims of the token. */
  readonly claims: AccessTokenClaims & Readonly<Claims>
}

/** Who sent the request, from a verified token. Told apart by `kind` and `tokenUse`. The token itself is not on it. */
export type Principal<Claims extends object = object> = UserPrincipal<Claims> | MachinePrincipal<Claims>

/** Claims whose signature, issuer and checked claims are known to be right. */
export type VerifiedClaims = AccessTokenClaims | IdTokenClaims
