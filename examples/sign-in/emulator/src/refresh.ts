import type { IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'

/**
 * The emulator does not know the operation GetTokensFromRefreshToken, which Amplify 6 refreshes with. It knows an older
 * one that does the same: this turns the one into the other. What is in `body` is not parsed a second time.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export async function translateRefresh(request: IncomingMessage & { body?: unknown }): Promise<void> {
  if (request.method !== 'POST' || request.headers['x-amz-target'] !== `${service}.GetTokensFromRefreshToken`)
    return
  const { ClientId, RefreshToken } = (await json(request)) as { ClientId: unknown; RefreshToken: unknown }
  request.headers['x-amz-target'] = `${service}.InitiateAuth`
  request.body = {
    ClientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: RefreshToken },
  }
}

const service = 'AWSCognitoIdentityProviderService'
