import type { Principal } from './principal.ts'
import type { ProtectedResource } from './protected-resource.ts'
import type { Revocations } from './revocations.ts'

/** Identifies a Cognito user pool, and determines which of its tokens are accepted. */
export interface UserPoolOptions {
  /**
   * ID of the user pool, `<region>_<id>`, for example `us-east-1_EXAMPLE1`. Default: the environment variable
   * `COGNITO_USER_POOL_ID`. The accepted issuers and the JWKS URL are derived from it. In regions whose hosts do not
   * end in `amazonaws.com`, also pass `issuer`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
   */
  userPoolId?: string | undefined

  /**
   * ID of the app client whose tokens are accepted, or an array of IDs. Default: the environment variable
   * `COGNITO_CLIENT_ID`, in which several IDs are separated by commas. `null` accepts the tokens of every app client of
   * the pool.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
   */
  clientId?: string | readonly string[] | null | undefined

  /**
   * Kind of token that is accepted: `'access'`, `'id'`, or `null` for both. Default: `'access'`. ID tokens tell your
   * client who has signed in, and contain no scopes.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
   */
  tokenUse?: 'access' | 'id' | null | undefined

  /**
   * Resource that an access token must name in its `aud` claim, or several resources, at least one of which the token
   * must name. Default: `aud` is not checked. Cognito adds `aud` only if the client requested a resource at sign-in
   * (RFC 8707). Machine tokens never have it, so this option rejects all of them. ID tokens are not checked for it.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   */
  audience?: string | readonly string[] | undefined

  /**
   * The only accepted value of the `iss` claim. Set it for an emulator, or to accept only one of the pool's two
   * issuers. Default: both issuers of the pool, or the environment variable `COGNITO_ISSUER` if the pool ID also comes
   * from the environment. `iss` is compared character by character. Unless you pass `jwksUri`, the JWKS URL is derived
   * from the issuer.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
   */
  issuer?: string | undefined

  /**
   * URL of the JWKS endpoint, from which the signing keys of the pool are fetched. Default: the issuer followed by
   * `/.well-known/jwks.json`, or the environment variable `COGNITO_JWKS_URI` if the pool ID also comes from the
   * environment. It must use `https:`; `http:` is accepted on loopback (`localhost`, names below `.localhost`,
   * `127.0.0.0/8`, `[::1]`), or if you pass `keys.fetch`.
   */
  jwksUri?: string | undefined

  /**
   * The signing keys, as a JSON Web Key Set (RFC 7517). Default: fetched from the JWKS URL. With this option, nothing
   * is fetched, key rotations have no effect until you pass the new keys, and the environment is not read.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
   */
  jwks?: JsonWebKeySet | undefined
}

/** Options of `createAuthenticator` and of the adapters. They are checked and copied at startup. */
export interface CognitoAuthOptions extends UserPoolOptions {
  /**
   * Several user pools, each with its own `userPoolId` and `clientId`. Default: one pool, set by the options above. The
   * top-level `tokenUse` and `audience` are the defaults for all pools. The environment is not read. One pool may
   * appear several times, as alternatives, for example to accept ID tokens of one client and access tokens of another.
   * Guards do not distinguish groups with the same name: an `admin` of any pool is an `admin` for every guard.
   */
  userPools?: readonly UserPoolOptions[] | undefined

  /**
   * Claim that becomes `principal.userId`. Default: `'sub'`, which Cognito never reuses. Tokens without the claim are
   * rejected. Whether users can edit the claim is not checked. If they can, because an app client can write the
   * attribute, they can impersonate each other. Cannot be combined with `userPools`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
   */
  userIdClaim?: string | undefined

  /**
   * Claim that becomes `principal.groups`, for example the roles from a SAML or OIDC provider. Default:
   * `'cognito:groups'`. The value is an array of strings or, for other claims than the default, a string, which is one
   * group and is never split. Tokens without the claim have no groups. Whether users can edit the claim is not checked.
   * If they can, because an app client can write the attribute, they can make themselves members of any group. Cannot
   * be combined with `userPools`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
   */
  groupsClaim?: string | undefined

  /**
   * Tolerance for clock differences, in seconds. Default: 0. At most 300. Tokens are accepted for this time after `exp`
   * and before `nbf`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
   */
  graceSeconds?: number | undefined

  /** How signing keys are fetched and how long they are used. Default: see each option. */
  keys?: KeyOptions | undefined

  /**
   * Size of the verified-token cache, in tokens. Default: `{ maxEntries: 1000 }`. `false` turns the cache off. On a
   * cache hit, the signature is not verified again. The lifetime of the token, its signing key and revocation are
   * checked on every request.
   */
  tokenCache?: TokenCacheOptions | false | undefined

  /**
   * List of revoked tokens, from `createRevocations()` of `@cognito-auth/revocation`. It is checked on every request
   * and every `verify()`, also for cached tokens, and before `isRevoked`. While it is unavailable, requests are
   * answered with 503. Default: none, so a token is accepted until it expires, even after a sign-out.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
   */
  revocations?: Revocations | undefined

  /**
   * Callback that returns whether a token has been revoked. It is called on every request and every `verify()`, as the
   * last check. Default: none, so a token is accepted until it expires, even after a sign-out. It must return, or
   * resolve to, `true` or `false`. If it returns another value or throws, the request is answered with 500 and not let
   * through. If it throws an `AuthError` with status 503, the request is answered with 503.
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
   * must use `https:`; `http:` is accepted on loopback. Whether the document exists is not checked.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
   */
  resourceMetadata?: string | undefined

  /**
   * Your API as an OAuth 2 protected resource, from `protectedResource()`. Default: none. Only access tokens that name the
   * resource in `aud` are accepted; machine tokens never do. Every challenge names the URL of the metadata, which
   * `serveMetadata()` of the adapters serves, and challenges for a new token also name the scopes of the resource. It
   * applies to all `userPools`, and replaces `audience`, `resourceMetadata` and `tokenUse`: next to it, they throw a
   * `ConfigurationError`, except for `tokenUse: 'access'`. So does a `tokenFrom` of an adapter other than
   * `'authorization'`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-5
   * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
   */
  protectedResource?: ProtectedResource | undefined

  /**
   * Logger for refusals and failed key fetches: a pino logger, or any object with its methods `info` and `warn`.
   * Default: Fastify's `request.log`, or `app.log` for key fetches; in Express `req.log` if pino-http has set it, for
   * key fetches that of the latest request. Otherwise, nothing is logged. Log entries contain no tokens and no claims,
   * but pino-http itself logs the `Authorization` header unless you redact it.
   */
  logger?: Logger | undefined
}

/** How signing keys are fetched, and how long they are used. */
export interface KeyOptions {
  /**
   * Age, in seconds, after which keys are refreshed in the background. Default: 600. They stay in use during the
   * refresh.
   */
  maxAgeSeconds?: number | undefined

  /**
   * Age, in seconds, up to which keys are used while refreshes fail. Default: 86,400, one day. After that, requests
   * wait for a fetch, and are answered with 503 if the fetch fails.
   */
  maxStaleSeconds?: number | undefined

  /** Time limit for one fetch, in seconds, from the connection to the last byte. Default: 5. */
  timeoutSeconds?: number | undefined

  /**
   * Pause, in seconds, between fetches for unknown `kid`s, and longest pause after failed fetches. Default: 10. After a
   * failed fetch, the pause is 1 second, doubled with each further failure. During a pause, requests that need a fetch
   * are rejected at once: with 503 if the last fetch failed, otherwise with 401.
   */
  cooldownSeconds?: number | undefined

  /**
   * Function that fetches the keys, for example through a proxy or in a private network. Default: Node's HTTP client,
   * or the global `fetch` if it was replaced after this package was loaded. The function is called with the URL, an
   * `AbortSignal` and `redirect: 'error'`, and never with anything from a request. If you pass it, the JWKS URL may use
   * `http:`.
   */
  fetch?: FetchKeys | undefined
}

/** A function that fetches keys, such as the global `fetch`. See `KeyOptions.fetch`. */
export type FetchKeys = (
  url: string,
  init: { readonly signal: AbortSignal; readonly redirect: 'error' },
) => Promise<Response>

/** Size of the verified-token cache. */
export interface TokenCacheOptions {
  /**
   * Maximum number of tokens in the cache. Default: 1000. From 1 to 1,000,000. When the cache is full, the least
   * recently used token is evicted. The principal of a token is kept from the second request on.
   */
  maxEntries?: number | undefined
}

/**
 * A JSON Web Key Set (RFC 7517, section 5). At most 100 keys are used, and only RSA signature keys of 2048 to 8192
 * bits.
 */
export interface JsonWebKeySet {
  /** The keys (RFC 7517, section 4). Those that cannot be used are skipped. */
  readonly keys: readonly object[]
}

/** The methods of a pino logger that are used. */
export interface Logger {
  /** Writes a log entry of level `info`: a refusal. */
  info(fields: object, message: string): void

  /** Writes a log entry of level `warn`: the keys, or the list of revocations, are unavailable. */
  warn(fields: object, message: string): void
}
