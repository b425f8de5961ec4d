import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Tokens } from '../support/tokens.ts'
import type { Client } from './client.ts'

/** The AWS SDK. The refresh flow has two names, both of which are in use. */
export function awsSdk(refreshFlow: 'REFRESH_TOKEN' | 'REFRESH_TOKEN_AUTH'): Client {
  return {
    name: `the AWS SDK with ${refreshFlow}`,
    async signIn({ endpoint, clientId: ClientId }, { username: USERNAME, password: PASSWORD }) {
      const sdk = new CognitoIdentityProviderClient({
        endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
      })
      const answer = await sdk.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME, PASSWORD },
        }),
      )
      const REFRESH_TOKEN = answer.AuthenticationResult?.RefreshToken ?? ''
      return {
        ...tokensOf(answer),
        async refresh() {
          return tokensOf(
            await sdk.send(
              new InitiateAuthCommand({ ClientId, AuthFlow: refreshFlow, AuthParameters: { REFRESH_TOKEN } }),
            ),
          )
        },
      }
    },
  }
}

function tokensOf({ AuthenticationResult }: InitiateAuthCommandOutput): Tokens {
  const { AccessToken, IdToken } = AuthenticationResult ?? {}
  if (AccessToken === undefined || IdToken === undefined) throw new Error('The SDK got no tokens')
  return { accessToken: AccessToken, idToken: IdToken }
}
