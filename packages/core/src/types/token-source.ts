/**
 * Where a request has its token: in the `Authorization` header, in another header, or in a cookie. Never in the query or
 * in the body, where logs and histories keep it (RFC 6750, section 5.3).
 */
export type TokenSource = 'authorization' | HeaderTokenSource | CookieTokenSource

/** Reads the token from a header that a proxy sets. */
export interface HeaderTokenSource {
  /**
   * Name of the header, for example `x-amzn-oidc-accesstoken`. Case does not matter. Its value is the token alone,
   * without a scheme. The header `Authorization` is not read. Whether your proxy removes the header from requests of
   * clients is not checked. Make sure that only the proxy can reach the API.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
   */
  header: string
}

/** Reads the token from a cookie, unless the request has an `Authorization` header. */
export interface CookieTokenSource {
  /**
   * Name of the cookie, for example `__Host-access`. Case matters. Its value is the token alone, without quotes or
   * encoding. With the prefix `__Host-`, no other host of your domain can set the cookie.
   *
   * A browser sends a cookie with requests that other sites cause. Requests with the cookie are therefore answered with
   * 403 if they come from another origin, unless their method is GET, HEAD or OPTIONS and they ask for no upgrade (such
   * as a WebSocket). GET, HEAD and OPTIONS must not change anything.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1
   */
  cookie: string

  /**
   * Other origins that may send any request with the cookie, for example `['https://app.example.com']`. Default: none,
   * only the origin of the API itself. Each must be written as `URL.origin` returns it, and is compared as a whole.
   * Behind a proxy that changes the `Host` header, name the public origin of the API here: `Forwarded` and
   * `X-Forwarded-Host` are not read.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6454#section-6.2
   */
  trustedOrigins?: readonly string[] | undefined
}

/** The option of both adapters that says where tokens are. */
export interface TokenSourceOptions {
  /**
   * Where requests have their token: `'authorization'`, `{ header: 'x-amzn-oidc-accesstoken' }` or
   * `{ cookie: '__Host-access' }`. Default: `'authorization'`, the `Authorization` header. The value of the header or of
   * the cookie is treated like a token behind `Bearer`. Responses behind a cookie source have `Vary: Cookie` and, if the
   * cookie was used, `Cache-Control: private`, unless you replace these headers.
   */
  tokenFrom?: TokenSource | undefined
}
