import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js'
import type { Tokens } from '../support/tokens.ts'
import type { Client } from './client.ts'

export const identityJs: Client = {
  name: 'amazon-cognito-identity-js',
  async signIn({ endpoint, userPoolId, clientId }, { username, password }) {
    const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint })
    const user = new CognitoUser({ Username: username, Pool })
    user.setAuthenticationFlowType('USER_PASSWORD_AUTH')
    const details = new AuthenticationDetails({ Username: username, Password: password })
    const session = await new Promise<CognitoUserSession>((onSuccess, onFailure) => {
      user.authenticateUser(details, { onSuccess, onFailure })
    })
    return {
      ...tokensOf(session),
      refresh: () =>
        new Promise((resolve, reject) => {
          user.refreshSession(session.getRefreshToken(), (error: unknown, fresh: CognitoUserSession) => {
            if (error) reject(error)
            else resolve(tokensOf(fresh))
          })
        }),
    }
  },
}

function tokensOf(session: CognitoUserSession): Tokens {
  return {
    accessToken: session.getAccessToken().getJwtToken(),
    idToken: session.getIdToken().getJwtToken(),
  }
}
