import { randomUUID } from 'node:crypto'

/** An error with the name that Cognito uses for it. */
export class CognitoError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

export interface User {
  readonly username: string
  readonly password: string
  readonly groups: Set<string>
  isConfirmed: boolean
}

export interface Users {
  add(user: Omit<User, 'groups'>): void
  find(username: string): User
  /** Finds a user by name and password. */
  signIn(username: string, password: string): User
  issueRefreshToken(user: User): string
  /** Finds the user of a refresh token. */
  refresh(refreshToken: string): User
  revoke(refreshToken: string): void
}

/** Creates the user directory of a test pool, in memory. */
export function createUsers(): Users {
  const users = new Map<string, User>()
  const refreshTokens = new Map<string, User>()

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
      return user
    },
    issueRefreshToken(user) {
      const refreshToken = randomUUID()
      refreshTokens.set(refreshToken, user)
      return refreshToken
    },
    refresh(refreshToken) {
      const user = refreshTokens.get(refreshToken)
      if (user) return user
      throw new CognitoError('NotAuthorizedException', 'Refresh Token has been revoked')
    },
    revoke: (refreshToken) => void refreshTokens.delete(refreshToken),
  }
}
