import type { Principal } from './principal.ts'
import type { Revocations } from './revocations.ts'

/** Identifies a Cognito user pool, and says which of its tokens are accepted. */
export interface UserPoolOptions {
  /**
   * Id of the user pool, `<region>_<id>`, for example `us-east-1_EXAMPLE1`. Default: the environment variable
   * `COGNITO_USER_POOL_ID`. The accepted issuers and the JWKS URL are derived from it, except in regions whose hosts do
   * not end in `amazonaws.com`: there, also pass `issuer`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
   */
  userPoolId?: string | undefined

  /**
   * Id of the app client whose tokens are accepted, or several ids. Default: the environment variable
   * `COGNITO_CLIENT_ID`, separated by commas. `null` accepts the tokens of every app client of the pool.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
   */
  clientId?: string | readonly string[] | null | undefined

  /**
   * Kind of token that is accepted: `'access'`, `'id'`, or `null` for both. Default: `'access'`. ID tokens tell your
   * client who has signed in; they carry no scopes.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
   */
  tokenUse?: 'access' | 'id' | null | undefined

  /**
   * Resource that an access token must name in its `aud` claim, or several resources, one of which it must name.
   * Default: `aud` is not checked. Cognito writes the claim only if the sign-in asked for a resource (RFC 8707). Tokens
   * of machines never carry it, so this option rejects all of them. For ID tokens it is not checked.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   */
  audience?: string | readonly string[] | undefined

  /**
   * The `iss` claim that is accepted, for an emulator or to accept only one of the pool's two issuers. Default: both
   * issuers of the pool, or the environment variable `COGNITO_ISSUER` if the pool id comes from the environment too. It
   * is compared character by character. Nothing is fetched from it, but the JWKS URL is derived from it unless you pass
   * `jwksUri`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
   */
  issuer?: string | undefined

  /**
   * JWKS URL of the pool, where its signing keys are. Default: the issuer followed by `/.well-known/jwks.json`, or the
   * environment variable `COGNITO_JWKS_URI` if the pool id comes from the environment too. It must use `https:`; `http:`
   * is accepted on loopback (`localhost`, names below `.localhost`, `127.0.0.0/8`, `[::1]`), or if you pass `keys.fetch`.
   */
  jwksUri?: string | undefined

  /**
   * The signing keys, as a JSON Web Key Set (RFC 7517). Default: fetched from the JWKS URL. With this option nothing is
   * ever fetched, a key rotation goes unnoticed, and the environment is not read.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
   */
  jwks?: JsonWebKeySet | undefined
}

/** Options of `createAuthenticator` and of the adapters. They are checked and copied at startup. */
export interface CognitoAuthOptions extends UserPoolOptions {
  /**
   * Several user pools, each with its own `userPoolId` and `clientId`. Default: the one pool of the options above. The
   * top-level `tokenUse` and `audience` are defaults for all of them; the environment is not read. One pool may appear
   * several times, as alternatives, for example to accept ID tokens of one client and access tokens of another. Group
   * names are not kept apart: an `admin` of any pool is an `admin` for every guard.
   */
  userPools?: readonly UserPoolOptions[] | undefined

  /**
   * Claim that becomes `principal.userId`. Default: `'sub'`, which Cognito never gives to a second user. Tokens without
   * the claim are rejected. Whether users can write the claim is not checked: if they can, as with an attribute that
   * their app client may update, they can impersonate each other. Cannot be combined with `userPools`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
   */
  userIdClaim?: string | undefined

  /**
   * Claim that becomes `principal.groups`, for example the roles from a SAML or OIDC provider. Default:
   * `'cognito:groups'`. The value is an array of strings, or one string, which is one group and never split. Tokens
   * without the claim have no groups. Whether users can write the claim is not checked: if they can, as with an
   * attribute that their app client may update, they can make themselves members of any group. Cannot be combined with
   * `userPools`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
   */
  groupsClaim?: string | undefined

  /**
   * Tolerance for clocks that differ, in seconds. Default: 0. At most 300. Tokens are accepted this much longer after
   * `exp`, and this much earlier before `nbf`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
   */
  graceSeconds?: number | undefined

  /** How signing keys are fetched and how long they are used. Default: see each option. */
  keys?: KeyOptions | undefined

  /**
   * Size of the verified-token cache, in tokens. Default: `{ maxEntries: 1000 }`. `false` turns the cache off. A cache
   * hit saves the verification of the signature; expiry, the signing key and `isRevoked` are checked on every request.
   */
  tokenCache?: TokenCacheOptions | false | undefined

  /**
   * List of revoked tokens, from `createRevocations()` of `@cognito-auth/revocation`. It is checked on every request and
   * every `verify()`, for cached tokens too, before `isRevoked`. While it is unavailable, the answer is 503. Default: none,
   * and a token is accepted until it expires, even after a sign-out.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
   */
  revocations?: Revocations | undefined

  /**
   * Callback that says whether a token has been revoked, called last on every request and every `verify()`. Default:
   * revocation is not checked, and a token is accepted until it expires, even after a sign-out. It must return or
   * resolve to `true` or `false`; any other value and any error is a 500, and the request is not let through.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
   */
  isRevoked?: ((principal: Principal) => boolean | Promise<boolean>) | undefined

  /**
   * The `realm` in challenges, which names your API to clients. Default: `'api'`. Printable ASCII.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.5
   */
  realm?: string | undefined

  /**
   * URL of your API's protected resource metadata, added to every challenge as `resource_metadata`. Default: none. It
   * must use `https:`; `http:` is accepted on loopback. Whether a document is there is not checked.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
   */
  resourceMetadata?: string | undefined

  /**
   * Logger for refusals and for failed key fetches: a pino logger, or any object with its methods `info` and `warn`.
   * Default: Fastify's `request.log`; in Express `req.log` if pino-http has set it; otherwise nothing is logged. Log
   * entries contain no tokens and no claims, but pino-http itself logs the `Authorization` header unless you redact it.
   */
  logger?: Logger | undefined
}

/** How signing keys are fetched, and how long they are used. */
export interface KeyOptions {
  /** Age, in seconds, after which keys are refreshed in the background. Default: 600. They are used meanwhile. */
  maxAgeSeconds?: number | undefined

  /**
   * Age, in seconds, up to which keys are used if no refresh succeeds. Default: 86,400, one day. After that, requests are
   * answered with 503.
   */
  maxStaleSeconds?: number | undefined

  /** Time limit for one fetch, in seconds, from the connection to the last byte. Default: 5. */
  timeoutSeconds?: number | undefined

  /**
   * Pause, in seconds, between two fetches for an unknown `kid`, and the longest pause after fetches that failed: 1 second
   * after the first, doubled with each further failure. Default: 10. During a pause, requests that need a fetch are refused at once.
   */
  cooldownSeconds?: number | undefined

  /**
   * Function that fetches the keys, for a proxy or a private network. Default: Node's HTTP client, or the global `fetch`
   * if it was replaced after this package was loaded. It is called with the URL, an `AbortSignal` and
   * `redirect: 'error'`, and never with anything from a request. If you pass it, a JWKS URL may use `http:`.
   */
  fetch?: FetchKeys | undefined
}

/** A function that fetches keys, see `KeyOptions.fetch`. The global `fetch` is one. */
export type FetchKeys = (
  url: string,
  init: { readonly signal: AbortSignal; readonly redirect: 'error' },
) => Promise<Response>

/** Size of the verified-token cache. */
export interface TokenCacheOptions {
  /**
   * Number of tokens that the cache holds. Default: 1000. From 1 to 1,000,000. If it is full, tokens that were not used
   * recently are evicted.
   */
  maxEntries?: number | undefined
}

/** A JSON Web Key Set (RFC 7517, section 5). Only RSA signature keys of 2048 to 8192 bits are used, at most 100. */
export interface JsonWebKeySet {
  /** The keys (RFC 7517, section 4). Those that cannot be used are skipped. */
  readonly keys: readonly object[]
}

/** The part of a pino logger that is used. */
export interface Logger {
  /** Writes a log entry of level `info`: a refusal. */
  info(fields: object, message: string): void

  /** Writes a log entry of level `warn`: keys that cannot be fetched. */
  warn(fields: object, message: string): void
}
