/** What a client has after a sign-in. */
export interface Tokens {
  readonly accessToken: string
  readonly idToken: string
}

/** What a token says, not verified. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
