/** Options of `protectedResource`. They are checked and copied. Pass `domain` or `authorizationServers`. */
export interface ProtectedResourceOptions {
  /**
   * Resource identifier of your API: its public URL, for example `https://api.example.com/mcp`. Required. It must use
   * `https:`; `http:` is accepted on loopback. It has no query, no fragment and no credentials, and is written as `URL`
   * writes it. Clients request it at sign-in, and Cognito writes it into `aud`, so it must also be the identifier of the
   * resource server in your user pool.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-1.2
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   */
  resource: string

  /**
   * Scopes that clients need for your API, at least one, for example `https://api.example.com/mcp/read`. Required. They
   * are in `scopes_supported` and in challenges. They are not checked: that is up to your guards.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-2
   */
  scopes: readonly string[]

  /**
   * Name of your API for users, in the metadata as `resource_name`. Default: none.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-2
   */
  name?: string | undefined

  /**
   * URL of a page for developers of clients, in the metadata as `resource_documentation`. Default: none. It must use
   * `https:`; `http:` is accepted on loopback.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-2
   */
  documentation?: string | undefined

  /**
   * Domain of your user pool's managed login: a host, for example `auth.example.com`, or an origin, for example
   * `https://auth.example.com`; `http:` is accepted on loopback. Your API then also serves authorization server metadata
   * (RFC 8414) with Cognito's endpoints on this domain, and names its own origin as the authorization server. Use it for
   * clients that require `code_challenge_methods_supported`, as MCP clients do: Cognito's own metadata lacks it.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html
   */
  domain?: string | undefined

  /**
   * Issuers of the authorization servers, at least one, in the metadata as `authorization_servers`. Use it instead of
   * `domain` if the metadata of the authorization server is served elsewhere. Each must use `https:`; `http:` is
   * accepted on loopback.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9728#section-2
   */
  authorizationServers?: readonly string[] | undefined
}

/** An OAuth 2 protected resource, from `protectedResource()`. It is frozen, and independent of user pools. */
export interface ProtectedResource {
  /** The resource identifier, as it was passed. */
  readonly resource: string

  /** Scopes that clients need, each one once. */
  readonly scopes: readonly string[]

  /** URL of the metadata document, added to challenges as `resource_metadata`. */
  readonly metadataUrl: string

  /** Issuers of the authorization servers. With `domain`, the origin of the resource. */
  readonly authorizationServers: readonly string[]

  /** Origin of the managed login. `undefined` if `authorizationServers` was passed. */
  readonly domain: string | undefined

  /** Name for users. */
  readonly name: string | undefined

  /** URL of the documentation. */
  readonly documentation: string | undefined
}
