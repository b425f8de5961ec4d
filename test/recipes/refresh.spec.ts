import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { originOf } from '../support/http.ts'
import { openPageWithPackages, type Page } from '../support/page.ts'

const { CognitoIdentityProviderClient } = createRequire(new URL('../../docs/package.json', import.meta.url))(
  '@aws-sdk/client-cognito-identity-provider',
) as { CognitoIdentityProviderClient: new (options: object) => { destroy(): void } }

interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
}

describe('The refresh with the AWS SDK', () => {
  let page: Page
  let server: Server
  let cognito: { destroy(): void }
  let refreshTokens: (cognito: object, clientId: string, tokens: Tokens) => Promise<Tokens>
  let result: object | undefined
  const calls: unknown[] = []

  beforeAll(async () => {
    page = await openPageWithPackages('docs/recipes/refresh.md')
    ;({ refreshTokens } = await page.module<{ refreshTokens: typeof refreshTokens }>('refreshTokens'))
    server = createServer((incoming, response) => {
      void json(incoming).then((body) => {
        calls.push([String(incoming.headers['x-amz-target']).split('.')[1], body])
        response.setHeader('Content-Type', 'application/x-amz-json-1.1')
        response.end(JSON.stringify({ AuthenticationResult: result }))
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    cognito = new CognitoIdentityProviderClient({
      region: 'us-east-1',
      endpoint: originOf(server.address()),
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    })
  })

  afterAll(async () => {
    cognito.destroy()
    server.close()
    await page.remove()
  })

  const old = { accessToken: 'old', refreshToken: 'refresh' }

  it('keeps the refresh token without rotation, and takes the new one with it', async () => {
    result = { AccessToken: 'new' }
    expect(await refreshTokens(cognito, 'client', old)).toEqual({
      accessToken: 'new',
      refreshToken: 'refresh',
    })
    result = { AccessToken: 'new', RefreshToken: 'rotated' }
    expect(await refreshTokens(cognito, 'client', old)).toEqual({
      accessToken: 'new',
      refreshToken: 'rotated',
    })
    const call = ['GetTokensFromRefreshToken', { ClientId: 'client', RefreshToken: 'refresh' }]
    expect(calls).toEqual([call, call])
  })

  it('rejects a result without tokens', async () => {
    result = undefined
    await expect(refreshTokens(cognito, 'client', old)).rejects.toThrow('Cognito returned no access token')
  })
})
