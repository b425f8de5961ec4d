import * as oauth from 'openid-client'
import { callbackUrl } from '../support/stage.ts'
import type { Tokens } from '../support/tokens.ts'
import type { Client, Credentials } from './client.ts'

/** The hosted sign-in form with a code and PKCE (RFC 7636), by openid-client. */
export const hostedForm: Client = {
  name: 'the hosted form with openid-client',
  async signIn({ endpoint, clientId, auth: { issuer } }, person) {
    const config = new oauth.Configuration(
      {
        issuer,
        authorization_endpoint: `${endpoint}/oauth2/authorize`,
        token_endpoint: `${endpoint}/oauth2/token`,
      },
      clientId,
      undefined,
      oauth.None(),
    )
    oauth.allowInsecureRequests(config)

    const pkceCodeVerifier = oauth.randomPKCECodeVerifier()
    const expectedState = oauth.randomState()
    const form = oauth.buildAuthorizationUrl(config, {
      redirect_uri: callbackUrl,
      scope: 'openid',
      state: expectedState,
      code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    const callback = await fillIn(form, person)
    const tokens = await oauth.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState })
    return {
      ...tokensOf(tokens),
      refresh: async () => tokensOf(await oauth.refreshTokenGrant(config, tokens.refresh_token ?? '')),
    }
  },
}

/** Does what a browser does with the form, and returns where it is sent. */
async function fillIn(form: URL, { username, password }: Credentials): Promise<URL> {
  const html = await (await fetch(form)).text()
  const hidden = html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)
  const fields = [...hidden].map(([, name = '', value = '']): [string, string] => [name, value])
  const body = new URLSearchParams([...fields, ['username', username], ['password', password]])
  const response = await fetch(new URL('/oauth2/authorize', form), {
    method: 'POST',
    body,
    redirect: 'manual',
  })
  const location = response.headers.get('location')
  if (location === null) throw new Error(`The form answered ${response.status} and sent the browser nowhere`)
  return new URL(location)
}

function tokensOf({ access_token, id_token }: oauth.TokenEndpointResponse): Tokens {
  if (id_token === undefined) throw new Error('The token endpoint gave no ID token')
  return { accessToken: access_token, idToken: id_token }
}
