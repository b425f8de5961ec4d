import { once } from 'node:events'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { CognitoAuthOptions, ExpressAuthOptions } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { originOf } from '../support/http.ts'
import { openPageWithPackages, type Page } from '../support/page.ts'

/** As much of @trpc/client as is used here. */
type TrpcClient = {
  createTRPCClient(options: object): Record<'health' | 'me' | 'users', { query(): Promise<unknown> }>
  httpLink(options: { url: string; headers: object }): object
}

const { createTRPCClient, httpLink } = createRequire(new URL('../../docs/package.json', import.meta.url))(
  '@trpc/client',
) as TrpcClient

let pool: TestUserPool
let page: Page

beforeAll(async () => {
  pool = await createTestUserPool()
  page = await openPageWithPackages('docs/recipes/graphql.md')
})

afterAll(() => page.remove())

describe('The recipe for GraphQL behind Express', () => {
  it('gives resolvers the principal', async () => {
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>(
      'createHandler',
    )
    const app = createApi(pool.options)
    const ask = () => request(app).post('/graphql').send({ query: '{ me }' })
    await ask().expect(401)
    const authorization = pool.bearer({ sub: 'alice' })
    const { body } = await ask().set('Authorization', authorization).expect(200)
    expect(body).toEqual({ data: { me: 'alice' } })
  })
})

describe('The recipe for Apollo Server', () => {
  let server: { url: string; stop(): Promise<void> }
  let unavailable: { url: string; stop(): Promise<void> }

  beforeAll(async () => {
    const { startServer } = await page.module<{
      startServer: (options: CognitoAuthOptions) => Promise<typeof server>
    }>('ApolloServer')
    server = await startServer(pool.options)
    unavailable = await startServer(withoutKeys())
  })

  afterAll(() => Promise.all([server.stop(), unavailable.stop()]))

  function ask({ url }: { url: string }, authorization?: string): request.Test {
    const sent = request(url).post('').send({ query: '{ me }' })
    return authorization === undefined ? sent : sent.set('Authorization', authorization)
  }

  it('knows a user, and lets an anonymous request pass', async () => {
    const { body } = await ask(server, pool.bearer({ sub: 'alice' })).expect(200)
    expect(body).toEqual({ data: { me: 'alice' } })
    expect((await ask(server).expect(200)).body).toEqual({ data: { me: null } })
  })

  it('answers an expired token with 401 and a challenge', async () => {
    const { body, headers } = await ask(server, pool.bearer({ expiresInSeconds: -1 })).expect(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="api", error="invalid_token"')
    const message = 'The token has expired'
    expect(body).toMatchObject({ errors: [{ message, extensions: { code: 'token_expired' } }] })
  })

  it('answers two tokens with 400, and unavailable keys with 503', async () => {
    const authorization = pool.bearer()
    await ask(server, `${authorization}, ${authorization}`).expect(400)
    const { headers } = await ask(unavailable, authorization).expect(503)
    expect(headers['retry-after']).toBeDefined()
  })
})

describe('The recipe for tRPC', () => {
  let server: Server
  let unavailable: Server

  beforeAll(async () => {
    const { createApi } = await page.module<{ createApi: (options: CognitoAuthOptions) => Server }>(
      'initTRPC',
    )
    server = createApi(pool.options).listen(0, '127.0.0.1')
    unavailable = createApi(withoutKeys()).listen(0, '127.0.0.1')
    await Promise.all([once(server, 'listening'), once(unavailable, 'listening')])
  })

  afterAll(() => {
    server.close()
    unavailable.close()
  })

  function client(authorization?: string, of: Server = server): ReturnType<TrpcClient['createTRPCClient']> {
    return createTRPCClient({
      links: [httpLink({ url: originOf(of.address()), headers: authorization ? { authorization } : {} })],
    })
  }

  it('lets clients call what they may call', async () => {
    expect(await client().health.query()).toBe('ok')
    expect(await client(pool.bearer({ sub: 'alice' })).me.query()).toBe('alice')
    expect(await client(pool.bearer({ groups: ['admin'] })).users.query()).toEqual(['alice', 'bob'])
  })

  it.each<[string, string | undefined, 'me' | 'users' | 'health', number, string]>([
    ['an anonymous client', undefined, 'me', 401, 'UNAUTHORIZED'],
    ['a bad token', 'Bearer made-up', 'health', 401, 'UNAUTHORIZED'],
    ['malformed credentials', 'Bearer "', 'me', 400, 'BAD_REQUEST'],
  ])('tells %s what is wrong', async (_what, authorization, procedure, httpStatus, code) => {
    await expect(client(authorization)[procedure].query()).rejects.toMatchObject({
      data: { code, httpStatus },
    })
  })

  it('tells a user who is not in the group, and a client while keys are unavailable', async () => {
    await expect(client(pool.bearer()).users.query()).rejects.toMatchObject({ data: { httpStatus: 403 } })
    await expect(client(pool.bearer(), unavailable).me.query()).rejects.toMatchObject({
      data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503 },
    })
  })

  it('challenges', async () => {
    const response = await fetch(`${originOf(server.address())}/me`, {
      headers: { authorization: pool.bearer({ expiresInSeconds: -1 }) },
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="api", error="invalid_token"')
    expect(await response.json()).toMatchObject({ error: { message: 'The token has expired' } })
  })
})

function withoutKeys(): CognitoAuthOptions {
  const { userPoolId, clientId } = pool
  return { userPoolId, clientId, keys: { fetch: () => Promise.reject(new Error('no network')) } }
}
