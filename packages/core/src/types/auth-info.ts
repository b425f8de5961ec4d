/**
 * A verified token as the MCP SDKs expect it in `req.auth`: their `AuthInfo`, with everything that Cognito's tokens
 * provide.
 */
export interface AuthInfo {
  /** The access token, as you passed it. */
  token: string

  /** ID of the app client that the token was issued to. */
  clientId: string

  /** Granted scopes. */
  scopes: string[]

  /** When the token expires, in seconds since 1970. */
  expiresAt: number

  /**
   * The resource that an access token names in `aud` (RFC 8707). If `aud` is an array, the first member that is a URL.
   * Absent if there is none.
   */
  resource?: URL

  /** Who sent the request: see the fields of the principal. */
  extra: { userId: string; username?: string; groups: string[]; kind: 'user' | 'machine' }
}
