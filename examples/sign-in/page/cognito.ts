import type * as Library from 'amazon-cognito-identity-js'
import type { PageConfig } from './page-config.ts'
import type { Session } from './session.ts'

// The library's own file for browsers, which index.html loads.
declare const AmazonCognitoIdentity: typeof Library

export interface UserPool {
  signIn(username: string, password: string): Promise<Session>
  signUp(username: string, email: string, password: string): Promise<void>
  confirm(username: string, code: string): Promise<void>
}

/** Signs users in with amazon-cognito-identity-js, whose callbacks become promises here. */
export function connect({
  userPoolId,
  clientId,
  endpoint,
  authFlow,
  hasGlobalSignOut,
}: PageConfig): UserPool {
  const { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } = AmazonCognitoIdentity
  const Storage = createMemory()
  const Pool = new CognitoUserPool({
    UserPoolId: userPoolId,
    ClientId: clientId,
    Storage,
    ...(endpoint !== null && { endpoint }),
  })

  function userOf(username: string): Library.CognitoUser {
    return new CognitoUser({ Username: username, Pool, Storage })
  }

  function sessionOf(user: Library.CognitoUser, tokens: Library.CognitoUserSession): Session {
    return {
      kind: 'user',
      name: user.getUsername(),
      accessToken: tokens.getAccessToken().getJwtToken(),
      idToken: tokens.getIdToken().getJwtToken(),
      refresh() {
        const { promise, resolve, reject } = pending<Session>()
        user.refreshSession(tokens.getRefreshToken(), (error?: Error, fresh?: Library.CognitoUserSession) => {
          if (fresh) resolve(sessionOf(user, fresh))
          else reject(error ?? new Error('No tokens came back.'))
        })
        return promise
      },
      signOut() {
        const { promise, resolve } = pending<void>()
        // Signed out it is in any case: without a revocation the refresh token is forgotten here all the same.
        user.signOut(() => resolve())
        return promise
      },
      signOutEverywhere() {
        if (!hasGlobalSignOut) return this.signOut()
        const { promise, resolve, reject } = pending<void>()
        user.globalSignOut({ onSuccess: () => resolve(), onFailure: reject })
        return promise
      },
    }
  }

  return {
    signIn(username, password) {
      const user = userOf(username)
      user.setAuthenticationFlowType(authFlow)
      const details = new AuthenticationDetails({ Username: username, Password: password })
      const { promise, resolve, reject } = pending<Session>()
      user.authenticateUser(details, {
        onSuccess: (tokens) => resolve(sessionOf(user, tokens)),
        onFailure: reject,
        newPasswordRequired: () => reject(new Error('The user must choose a new password first.')),
        mfaRequired: () =>
          reject(new Error('The user has a second factor, which this page does not ask for.')),
        totpRequired: () =>
          reject(new Error('The user has a second factor, which this page does not ask for.')),
      })
      return promise
    },
    signUp(username, email, password) {
      const attributes = [new CognitoUserAttribute({ Name: 'email', Value: email })]
      const { promise, resolve, reject } = pending<void>()
      Pool.signUp(username, password, attributes, [], (error) => {
        if (error) reject(error)
        else resolve()
      })
      return promise
    },
    confirm(username, code) {
      const { promise, resolve, reject } = pending<void>()
      userOf(username).confirmRegistration(code, true, (error: Error | undefined) => {
        if (error) reject(error)
        else resolve()
      })
      return promise
    },
  }
}

interface Pending<Value> {
  readonly promise: Promise<Value>
  readonly resolve: (value: Value) => void
  readonly reject: (reason: unknown) => void
}

function pending<Value>(): Pending<Value> {
  let resolve: Pending<Value>['resolve'] = () => undefined
  let reject: Pending<Value>['reject'] = () => undefined
  const promise = new Promise<Value>((...settle) => {
    ;[resolve, reject] = settle
  })
  return { promise, resolve, reject }
}

/** In place of the browser's storage, which is where the library would leave the tokens. */
function createMemory(): Library.ICognitoStorage {
  const items = new Map<string, string>()
  return {
    setItem: (key, value) => void items.set(key, value),
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  }
}
