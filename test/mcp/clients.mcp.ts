import type { Framework } from '@example/mcp-server'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Connection, McpClient } from './clients/client.ts'
import { sdkV1 } from './clients/sdk-v1.ts'
import { sdkV2 } from './clients/sdk-v2.ts'
import { Provider } from './support/provider.ts'
import { finish, isUnauthorized, signIn } from './support/sign-in.ts'
import { alice, callbackUrl, openStage, type Stage } from './support/stage.ts'

const clients: readonly McpClient[] = [sdkV1, sdkV2('legacy'), sdkV2('auto')]
const frameworks: readonly Framework[] = ['express', 'fastify']

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

describe.each(clients)('A client with $name', (client) => {
  describe.each(frameworks)('at the %s server', (framework) => {
    async function connect(provider: Provider): Promise<Connection> {
      const connection = await signIn(client, stage.urls[framework], provider, alice)
      onTestFinished(() => connection.close())
      return connection
    }

    it('finds the managed login, and asks for the resource and its scopes, with PKCE', async () => {
      const url = stage.urls[framework]
      const provider = newProvider(framework)
      await connect(provider)
      expect(provider.authorizationUrls).toHaveLength(1)
      const [{ origin, pathname, searchParams }] = provider.authorizationUrls as [URL]
      expect(origin + pathname).toBe(`${stage.domain}/oauth2/authorize`)
      const { state, code_challenge, ...parameters } = Object.fromEntries(searchParams)
      expect(parameters).toEqual({
        response_type: 'code',
        client_id: stage.pool.clientId,
        redirect_uri: callbackUrl,
        code_challenge_method: 'S256',
        resource: url,
        scope: `${url}/read`,
      })
      expect(code_challenge).toMatch(/^[\w-]{43}$/)
      expect(state).not.toBe('')
    })

    it('calls a tool, which sees the user and the scopes', async () => {
      const connection = await connect(newProvider(framework))
      expect(await connection.call('list_notes')).toEqual({
        userId: claimsOf(stage.pool.accessToken({ username: 'alice' })).sub,
        scopes: [`${stage.urls[framework]}/read`],
        notes: expect.any(Array),
      })
    })

    it('refreshes an expired token without another sign-in', async () => {
      const provider = newProvider(framework)
      const connection = await connect(provider)
      const expired = stage.pool.accessToken({
        expiresInSeconds: -1,
        claims: { aud: stage.urls[framework] },
      })
      provider.stored = { ...tokensOf(provider), access_token: expired }

      expect(await connection.call('list_notes')).toMatchObject({ notes: expect.any(Array) })
      const { access_token } = tokensOf(provider)
      expect(access_token).not.toBe(expired)
      expect(claimsOf(access_token).aud).toBe(stage.urls[framework])
      expect(provider.authorizationUrls).toHaveLength(1)
    })

    it('signs in for the scopes that a tool needs', async () => {
      const url = stage.urls[framework]
      const text = `Tea with ${client.name}`
      const provider = newProvider(framework)
      const connection = await connect(provider)
      delete tokensOf(provider).refresh_token

      await expect(connection.call('add_note', { text })).rejects.toSatisfy(isUnauthorized)
      const scope = provider.authorizationUrls.at(-1)?.searchParams.get('scope')
      expect(scope).toBe(`${url}/read ${url}/write`)
      await finish(connection, provider, alice)

      const next = client.open(url, provider)
      onTestFinished(() => next.close())
      await next.connect()
      expect(await next.call('add_note', { text })).toMatchObject({ notes: expect.arrayContaining([text]) })
    })

    it('signs in again when its token is for another resource', async () => {
      const other = frameworks.find((name) => name !== framework) ?? framework
      const provider = newProvider(framework)
      provider.stored = {
        access_token: stage.pool.accessToken({ claims: { aud: stage.urls[other] } }),
        token_type: 'Bearer',
        issuer: new URL(stage.urls[framework]).origin,
      }
      await connect(provider)
      expect(claimsOf(tokensOf(provider).access_token).aud).toBe(stage.urls[framework])
    })
  })
})

// What clients do about a further scope while they have a refresh token is up to them. The documentation says which does what.
describe('A client that has a refresh token', () => {
  it('with SDK v1, refreshes its token, and reports the 403', async () => {
    const provider = newProvider('express')
    const connection = await signIn(sdkV1, stage.urls.express, provider, alice)
    onTestFinished(() => connection.close())
    await expect(connection.call('add_note', { text: 'tea' })).rejects.toThrow('after trying upscoping')
    expect(provider.authorizationUrls).toHaveLength(1)
  })

  it.each([sdkV2('legacy'), sdkV2('auto')])('with $name, signs in for both scopes', async (client) => {
    const provider = newProvider('express')
    const connection = await signIn(client, stage.urls.express, provider, alice)
    onTestFinished(() => connection.close())
    await expect(connection.call('add_note', { text: 'tea' })).rejects.toSatisfy(isUnauthorized)
    const scope = provider.authorizationUrls.at(-1)?.searchParams.get('scope')
    expect(scope).toBe(`${stage.urls.express}/read ${stage.urls.express}/write`)
  })
})

describe.each(clients)('A client with $name, of a resource without a path', (client) => {
  let rootStage: Stage
  beforeAll(async () => {
    rootStage = await openStage('')
  })
  afterAll(() => rootStage.close())

  it.each(frameworks)('signs in and calls a tool at the %s server', async (framework) => {
    const url = rootStage.urls[framework]
    const provider = new Provider(rootStage.pool.clientId, url)
    const connection = await signIn(client, url, provider, alice)
    onTestFinished(() => connection.close())
    expect(provider.authorizationUrls[0]?.searchParams.get('resource')).toBe(url)
    expect(await connection.call('list_notes')).toMatchObject({ scopes: [`${url}/read`] })
  })
})

function newProvider(framework: Framework): Provider {
  return new Provider(stage.pool.clientId, stage.urls[framework])
}

function tokensOf(provider: Provider) {
  const tokens = provider.tokens()
  if (!tokens) throw new Error('The client has no tokens')
  return tokens
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
