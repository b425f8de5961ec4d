/** An app client, registered with its redirect URIs beforehand, as in Cognito. It has no secret. */
export interface AppClient {
  readonly clientId: string

  /** Where the browser may be sent back to. Compared character by character. */
  readonly callbackUrls: readonly string[]

  /** Scopes that the client may ask for. */
  readonly scopes: readonly string[]
}

/** A user who can sign in. */
export interface Person {
  readonly username: string
  readonly password: string
  readonly groups?: readonly string[]
}
