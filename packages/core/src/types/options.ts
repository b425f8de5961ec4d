import type { Principal } from './principal.ts'

/**
 * How a Cognito user pool is recognised, and which of its tokens are accepted.
 * Every property that names the pool can be left to the environment, see {@link CognitoAuthOptions}.
 */
export interface UserPoolOptions {
  /**
   * Id of the user pool, `<region>_<id>`, for example `us-east-1_EXAMPLE1`. Default: the environment variable
   * `COGNITO_USER_POOL_ID`. The issuers and the address of the keys follow from it.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
   */
  userPoolId?: string | undefined

  /**
   * Id of the app client whose tokens are accepted, or several of them. Default: the environment variable
   * `COGNITO_CLIENT_ID`, comma separated. `null` accepts every app client of the pool; it has to be said aloud.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
   */
  clientId?: string | readonly string[] | null | undefined

  /**
   * Kind of token that is accepted: `'access'`, `'id'`, or `null` for either. Default: `'access'`, the only kind
   * that Cognito issues for calling an API.
   */
  tokenUse?: 'access' | 'id' | null | undefined

  /**
   * Resource, or resources, one of which an access token must name in its `aud` claim. Default: not checked.
   * Cognito writes the claim only when the sign-in asked for a resource (resource binding, RFC 8707). Tokens of
   * machine clients never carry it, so that this option refuses all of them. ID tokens are not affected.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   */
  audience?: string | readonly string[] | undefined

  /**
   * Value of the `iss` claim, for an emulator, or to accept one issuer of the pool only. Default: the two issuers
   * that Cognito uses for the pool, or the environment variable `COGNITO_ISSUER` when the pool id comes from the
   * environment too. It is compared character by character; without `jwksUri`, the keys are fetched from below it.
   */
  issuer?: string | undefined

  /**
   * Address of the pool's keys. Default: the issuer followed by `/.well-known/jwks.json`, or the environment
   * variable `COGNITO_JWKS_URI` when the pool id comes from the environment too. `http:` is accepted on loopback
   * only, unless `keys.fetch` is given.
   */
  jwksUri?: string | undefined

  /**
   * The keys themselves, as a JSON Web Key Set (RFC 7517). Default: fetched. With this option nothing is fetched,
   * ever, and the environment is not read.
   */
  jwks?: JsonWebKeySet | undefined
}

/** Options of `createAuthenticator`, and of the adapters. All of them are checked and copied when it is called. */
export interface CognitoAuthOptions extends UserPoolOptions {
  /**
   * Several user pools, each with its own `userPoolId` and `clientId`. Default: the one pool of the options above.
   * `tokenUse` and `audience` beside it are defaults for all of them. Group names are shared by all pools: an
   * `admin` of one is an `admin` for every guard. The environment is not read.
   */
  userPools?: readonly UserPoolOptions[] | undefined

  /**
   * Claim that becomes `principal.userId`. Default: `'sub'`, which Cognito never gives to a second user. A token
   * without the claim is refused. A claim that users can write themselves, such as an attribute their app client may
   * update, lets a user be whoever they like.
   */
  userIdClaim?: string | undefined

  /**
   * Tolerance for clocks that differ, in seconds, applied to `exp` and `nbf`. Default: 0. At most 300.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
   */
  graceSeconds?: number | undefined

  /** How long keys are trusted, and how they are fetched. */
  keys?: KeyOptions | undefined

  /**
   * Verified tokens are remembered until they expire, so that a token seen again costs one SHA-256, and at most a look at
   * its claims, instead of an RSA verification. Expiry, the keys and `isRevoked` are checked each time all the same.
   * Default: `{ maxEntries: 1000 }`. `false` turns it off.
   */
  tokenCache?: TokenCacheOptions | false | undefined

  /**
   * Asked last, for every request and every `verify()`, whether the principal's token has been revoked. Default:
   * nobody is asked, and a token is good until it expires, also after a sign-out. Anything but `true` or `false`,
   * and a throw, is an internal error (500) and never a pass.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
   */
  isRevoked?: ((principal: Principal) => boolean | Promise<boolean>) | undefined

  /**
   * Name of the protection space in the challenge (RFC 9110, section 11.5). Default: `'api'`. Printable ASCII.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.5
   */
  realm?: string | undefined

  /**
   * `https:` address of the API's protected resource metadata, added to every challenge as `resource_metadata`.
   * Default: none.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
   */
  resourceMetadata?: string | undefined

  /**
   * Where refusals and trouble with the keys are logged, a pino logger or one with the same `info` and `warn`. Default:
   * Fastify's `request.log`; for Express `req.log` if pino-http has set it; otherwise silent. A line never contains a
   * token or a claim.
   */
  logger?: Logger | undefined
}

/** How long keys are trusted, and how they are fetched. */
export interface KeyOptions {
  /** Age, in seconds, from which keys are refreshed in the background while they go on being used. Default: 600. */
  maxAgeSeconds?: number | undefined

  /** Age, in seconds, up to which keys are used while no refresh succeeds. Default: 86,400. Later it is a 503. */
  maxStaleSeconds?: number | undefined

  /** Time for one fetch in total, in seconds, from the connection to the last byte. Default: 5. */
  timeoutSeconds?: number | undefined

  /**
   * Pause, in seconds, between two fetches for tokens with an unknown `kid`, and the longest pause after fetches that
   * failed: 1 second after the first, doubled with each further failure. Default: 10.
   */
  cooldownSeconds?: number | undefined

  /**
   * Fetches the keys, for a proxy or a private network. It gets the address, an `AbortSignal` and `redirect: 'error'`, and
   * nothing of the request that needs the keys. Default: Node's HTTP client, or the global `fetch` if it was replaced
   * after this package was loaded.
   */
  fetch?: FetchKeys | undefined
}

/** A `fetch` for keys, see `KeyOptions.fetch`. */
export type FetchKeys = (
  url: string,
  init: { readonly signal: AbortSignal; readonly redirect: 'error' },
) => Promise<Response>

/** How many verified tokens are remembered. */
export interface TokenCacheOptions {
  /** Tokens remembered at most; one that was not used lately goes first. Default: 1000. */
  maxEntries?: number | undefined
}

/** A JSON Web Key Set (RFC 7517, section 5). Only RSA signature keys of 2048 to 8192 bits are used, at most 100. */
export interface JsonWebKeySet {
  /** The keys (RFC 7517, section 4). Those that cannot be used are passed over. */
  readonly keys: readonly object[]
}

/** The part of a pino logger that is used. */
export interface Logger {
  /** Writes a line of level `info`: a refusal. */
  info(fields: object, message: string): void

  /** Writes a line of level `warn`: trouble with the keys. */
  warn(fields: object, message: string): void
}
