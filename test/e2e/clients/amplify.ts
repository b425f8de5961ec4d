import { Amplify } from 'aws-amplify'
import { type AuthTokens, fetchAuthSession, signIn } from 'aws-amplify/auth'
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito'
import type { KeyValueStorageInterface } from 'aws-amplify/utils'
import type { Tokens } from '../support/tokens.ts'
import type { Client } from './client.ts'

/**
 * Amplify 6. It knows one user at a time and leaves the tokens in a store of the process: each sign-in gets a store of its
 * own, which is put back for the refresh.
 */
export const amplify: Client = {
  name: 'Amplify',
  async signIn({ endpoint, userPoolId, clientId }, { username, password }) {
    Amplify.configure({
      Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } },
    })
    const store = createStore()
    cognitoUserPoolsTokenProvider.setKeyValueStorage(store)
    await signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } })
    return {
      ...tokensOf(await fetchAuthSession()),
      async refresh() {
        cognitoUserPoolsTokenProvider.setKeyValueStorage(store)
        return tokensOf(await fetchAuthSession({ forceRefresh: true }))
      },
    }
  },
}

function tokensOf({ tokens }: { tokens?: AuthTokens }): Tokens {
  if (tokens?.idToken === undefined) throw new Error('Amplify has no tokens')
  return { accessToken: tokens.accessToken.toString(), idToken: tokens.idToken.toString() }
}

function createStore(): KeyValueStorageInterface {
  const items = new Map<string, string>()
  return {
    setItem: async (key, value) => void items.set(key, value),
    getItem: async (key) => items.get(key) ?? null,
    removeItem: async (key) => void items.delete(key),
    clear: async () => items.clear(),
  }
}
