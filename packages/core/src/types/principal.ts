/**
 * Claims of a Cognito access token. Claims that Cognito can omit are optional; claims that are not listed here are
 * `unknown`, and not checked.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export interface AccessTokenClaims extends CommonClaims {
  /** The kind of token. */
  readonly token_use: 'access'

  /** The app client that the token was issued to. */
  readonly client_id: string

  /** User name. Absent from tokens of machines. */
  readonly username?: string

  /** Granted scopes, separated by spaces. See `principal.scopes`. */
  readonly scope?: string

  /** Version of the token format: 2. */
  readonly version?: number

  /** Key of the device, if the pool remembers devices. */
  readonly device_key?: string

  /** The resource that the sign-in asked for (RFC 8707). Not checked without the option `audience`. */
  readonly aud?: string | readonly string[]
}

/**
 * Claims of a Cognito ID token. Custom attributes (`custom:…`) are always strings.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export interface IdTokenClaims extends CommonClaims {
  /** The kind of token. */
  readonly token_use: 'id'

  /** The app client that the token was issued to. */
  readonly aud: string

  /** User name. */
  readonly 'cognito:username'?: string

  /** ARNs of the IAM roles of the user's groups. */
  readonly 'cognito:roles'?: readonly string[]

  /** ARN of the IAM role of the group with the highest precedence. */
  readonly 'cognito:preferred_role'?: string

  /** Email address. Users may be able to change it; see `email_verified`. */
  readonly email?: string

  /** Whether the email address was verified. Not checked. */
  readonly email_verified?: boolean
}

interface CommonClaims {
  /** The issuer: a URL that identifies the user pool. */
  readonly iss: string

  /** Id of the user, or of the app client in tokens of machines. Cognito never reuses it. */
  readonly sub: string

  /** When the token expires, in seconds since 1970. */
  readonly exp: number

  /** When the token was issued, in seconds since 1970. */
  readonly iat?: number

  /** When the token becomes valid, in seconds since 1970. */
  readonly nbf?: number

  /** When the user signed in, in seconds since 1970. */
  readonly auth_time?: number

  /** Id of the token. Absent if token revocation is off for the app client. */
  readonly jti?: string

  /** Id of the sign-in, the same in all its tokens, refreshed ones included. Absent if `jti` is. */
  readonly origin_jti?: string

  /** Id of the sign-in in Cognito's logs. */
  readonly event_id?: string

  /** Groups of the user. Absent if there are none. See `principal.groups`. */
  readonly 'cognito:groups'?: readonly string[]

  readonly [claim: string]: unknown
}

/** Properties of every principal. */
export interface CommonPrincipal {
  /** The claim `sub`, or the claim that the option `userIdClaim` names. For machines, `sub` is the client id. */
  readonly userId: string

  /** The claim `username` or `cognito:username`. To identify users, use `userId`. */
  readonly username?: string

  /**
   * The claim `cognito:groups`, or the claim that the option `groupsClaim` names. Empty if the claim is absent. Groups are
   * those at the time when the token was issued: a change takes effect with the next token.
   */
  readonly groups: readonly string[]

  /** The claim `scope`, split at spaces. Empty for ID tokens. */
  readonly scopes: readonly string[]

  /** Id of the app client that the token was issued to. */
  readonly clientId: string

  /** Id of the user pool that issued the token. */
  readonly userPoolId: string

  /** The claim `exp`: when the token expires, in seconds since 1970. */
  readonly expiresAt: number
}

/**
 * A signed-in user. `Claims` is the type of your own claims, such as custom attributes; it is not checked at run time. The
 * object is deeply frozen.
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
 * An app client that acts on its own behalf (client credentials). Its token has the `client_id` as `sub` and no
 * `username`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export type MachinePrincipal<Claims extends object = object> = CommonPrincipal & {
  /** Distinguishes machines from users. */
  readonly kind: 'machine'

  /** Machines only have access tokens. */
  readonly tokenUse: 'access'

  /** All claims of the token. */
  readonly claims: AccessTokenClaims & Readonly<Claims>
}

/** The user or machine that sent the request, from a verified token. `kind` and `tokenUse` tell the types apart. */
export type Principal<Claims extends object = object> = UserPrincipal<Claims> | MachinePrincipal<Claims>

/** Claims of a token that was verified. */
export type VerifiedClaims = AccessTokenClaims | IdTokenClaims
