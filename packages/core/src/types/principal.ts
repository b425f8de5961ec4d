/**
 * Claims of a Cognito access token. Claims that Cognito can omit are optional. Claims that are not listed here have the
 * type `unknown` and are not checked.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export interface AccessTokenClaims extends CommonClaims {
  /** The kind of token. */
  readonly token_use: 'access'

  /** The app client that the token was issued to. */
  readonly client_id: string

  /** Username. Absent from machine tokens. */
  readonly username?: string

  /** Granted scopes, separated by spaces. See `principal.scopes`. */
  readonly scope?: string

  /** Version of the token format: 2. */
  readonly version?: number

  /** Key of the device, if the pool remembers devices. */
  readonly device_key?: string

  /** The resource that the client requested at sign-in (RFC 8707). Not checked without the option `audience`. */
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

  /** Username. */
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

  /** ID of the user, or of the app client in machine tokens. Cognito never reuses it. */
  readonly sub: string

  /** When the token expires, in seconds since 1970. */
  readonly exp: number

  /** When the token was issued, in seconds since 1970. */
  readonly iat?: number

  /** When the token becomes valid, in seconds since 1970. */
  readonly nbf?: number

  /** When the user signed in, in seconds since 1970. */
  readonly auth_time?: number

  /**
   * How strongly the user was authenticated, for example `urn:cognito:loa:4`. Absent from tokens of pools on the Lite
   * plan. See `steppedUp()`.
   */
  readonly acr?: string

  /** How the user was authenticated, for example `['pwd', 'mfa']`. */
  readonly amr?: readonly string[]

  /** ID of the token. Absent if token revocation is disabled for the app client. */
  readonly jti?: string

  /** ID of the sign-in, the same in all tokens of the sign-in, including refreshed ones. Absent if `jti` is absent. */
  readonly origin_jti?: string

  /** ID of the sign-in in Cognito's logs. */
  readonly event_id?: string

  /** Groups of the user. Absent if the user is in no group. See `principal.groups`. */
  readonly 'cognito:groups'?: readonly string[]

  readonly [claim: string]: unknown
}

/** Properties of every principal. */
export interface CommonPrincipal {
  /** The claim `sub`, or the claim that the option `userIdClaim` names. For machines, `sub` is the client ID. */
  readonly userId: string

  /** The claim `username` or `cognito:username`. To identify users, use `userId`. */
  readonly username?: string

  /**
   * The claim `cognito:groups`, or the claim that the option `groupsClaim` names. Empty if the claim is absent or has
   * another type. Groups are those of the time when the token was issued: a change takes effect with the next token.
   */
  readonly groups: readonly string[]

  /** The claim `scope`, split at spaces. Empty for ID tokens. */
  readonly scopes: readonly string[]

  /** ID of the app client that the token was issued to. */
  readonly clientId: string

  /** ID of the user pool that issued the token. */
  readonly userPoolId: string

  /** The claim `exp`: when the token expires, in seconds since 1970. */
  readonly expiresAt: number
}

/**
 * A signed-in user. `Claims` is the type of your own claims, such as custom attributes, and is not checked at runtime.
 * The object is deeply frozen.
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

  /** Machines have access tokens only. */
  readonly tokenUse: 'access'

  /** All claims of the token. */
  readonly claims: AccessTokenClaims & Readonly<Claims>
}

/** The user or machine that sent the request, from a verified token. `kind` and `tokenUse` discriminate the types. */
export type Principal<Claims extends object = object> = UserPrincipal<Claims> | MachinePrincipal<Claims>

/** Claims of a verified token. */
export type VerifiedClaims = AccessTokenClaims | IdTokenClaims
