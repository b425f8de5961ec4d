/** Somebody who has signed in. The tokens are kept in memory only: no script of another page, and no disk, has them. */
export interface Session {
  readonly kind: 'user' | 'machine'
  readonly name: string
  readonly accessToken: string

  /** A machine has none. */
  readonly idToken: string | undefined

  /** Gets new tokens. The session of before must not be used afterwards. */
  refresh(): Promise<Session>

  /** Ends the session at the user pool too: its refresh token is worthless afterwards. */
  signOut(): Promise<void>

  /** Ends all sessions of the user at the user pool: all refresh tokens are worthless afterwards. */
  signOutEverywhere(): Promise<void>
}
