import { randomUUID } from 'node:crypto'

/** An error with the name that Cognito uses for it. */
export class CognitoError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

interface User {
  readonly username: string
  readonly password: string
  readonly groups: Set<string>
  isConfirmed: boolean
}

/** A sign-in of a user. All its tokens carry these claims, refreshed ones too. */
export interface SignIn {
  readonly user: User
  readonly claims: { readonly auth_time: number; readonly origin_jti: string; readonly event_id: string }
}

export interface Users {
  add(user: Omit<User, 'groups'>): void
  find(username: string): User
  /** Signs a user in by name and password. */
  signIn(username: string, password: string): SignIn
  issueRefreshToken(signIn: SignIn): string
  /** Finds the sign-in of a refresh token. */
  refresh(refreshToken: string): SignIn
  revoke(refreshToken: string): void
  /** Revokes all refresh tokens of a user. */
  revokeAll(username: string): void
}

/** Creates the user directory of a test pool, in memory. */
export function createUsers(): Users {
  const users = new Map<string, User>()
  const refreshTokens = new Map<string, SignIn>()

  function find(username: string): User {
    const user = users.get(username)
    if (user) return user
    throw new CognitoError('UserNotFoundException', 'User does not exist.')
  }

  return {
    find,
    add(user) {
      if (users.has(user.username)) {
        throw new CognitoError('UsernameExistsException', 'User already exists')
      }
      users.set(user.username, { ...user, groups: new Set() })
    },
    signIn(username, password) {
      const user = users.get(username)
      // The same error in both cases, so that it does not reveal which users exist.
      if (user?.password !== password) {
        throw new CognitoError('NotAuthorizedException', 'Incorrect username or password.')
      }
      if (!user.isConfirmed) throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.')
      const auth_time = Math.floor(Date.now() / 1000)
      return { user, claims: { auth_time, origin_jti: randomUUID(), event_id: randomUUID() } }
    },
    issueRefreshToken(signIn) {
      const refreshToken = randomUUID()
      refreshTokens.set(refreshToken, signIn)
      return refreshToken
    },
    refresh(refreshToken) {
      const signIn = refreshTokens.get(refreshToken)
      if (signIn) return signIn
      throw new CognitoError('NotAuthorizedException', 'Refresh Token has been revoked')
    },
    revoke: (refreshToken) => void refreshTokens.delete(refreshToken),
    revokeAll(username) {
      for (const [refreshToken, { user }] of refreshTokens) {
        if (user.username === username) refreshTokens.delete(refreshToken)
      }
    },
  }
}
