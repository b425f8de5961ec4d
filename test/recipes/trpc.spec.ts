import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CognitoAuthOptions, ExpressAuthOptions } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { originOf } from '../support/http.ts'
import { openPageWithPackages, type Page } from '../support/page.ts'
import { root } from '../support/readme.ts'

type Procedures = Record<'health' | 'me' | 'users', { query(): Promise<unknown> }>

/** As much of @trpc/client as is used here. */
type TrpcClient = {
  createTRPCClient(options: object): Procedures
  httpLink(options: { url: string; headers: object }): object
}

// By its file, so that it is the copy that the page imports: errors are instances of its class.
const clientFile = join(root, 'docs/node_modules', '@trpc/client/dist/index.mjs')
const { createTRPCClient, httpLink } = (await import(pathToFileURL(clientFile).href)) as TrpcClient

let pool: TestUserPool
let page: Page

beforeAll(async () => {
  pool = await createTestUserPool()
  page = await openPageWithPackages('docs/recipes/trpc.md')
})

afterAll(() => page.remove())

function client(server: Server, authorization?: string, path = ''): Procedures {
  const headers = authorization ? { authorization } : {}
  return createTRPCClient({ links: [httpLink({ url: originOf(server.address()) + path, headers })] })
}

describe('The recipe for tRPC behind Express', () => {
  let server: Server
  let unavailable: Server

  beforeAll(async () => {
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>(
      'createExpressMiddleware',
    )
    server = createServer(createApi(pool.options)).listen(0, '127.0.0.1')
    unavailable = createServer(createApi(withoutKeys())).listen(0, '127.0.0.1')
    await Promise.all([once(server, 'listening'), once(unavailable, 'listening')])
  })

  afterAll(() => {
    server.close()
    unavailable.close()
  })

  const call = (authorization?: string, of = server) => client(of, authorization, '/trpc')

  it('lets clients call what they may call', async () => {
    expect(await call().health.query()).toBe('ok')
    expect(await call(pool.bearer({ sub: 'alice' })).me.query()).toBe('alice')
    expect(await call(pool.bearer({ groups: ['admin'] })).users.query()).toEqual(['alice', 'bob'])
  })

  it.each<[string, () => string, number, string, string]>([
    ['an expired token', () => pool.bearer({ expiresInSeconds: -1 }), 401, 'UNAUTHORIZED', 'token_expired'],
    ['a bad token', () => 'Bearer made-up', 401, 'UNAUTHORIZED', 'token_invalid'],
    ['malformed credentials', () => 'Bearer "', 400, 'BAD_REQUEST', 'credentials_malformed'],
  ])('tells the client about %s', async (_what, authorization, httpStatus, code, reason) => {
    await expect(call(authorization()).health.query()).rejects.toMatchObject({
      data: { code, httpStatus, reason },
    })
  })

  it('tells the client that keys are unavailable', async () => {
    await expect(call(pool.bearer(), unavailable).me.query()).rejects.toMatchObject({
      data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, reason: 'keys_unavailable' },
    })
  })

  it('tells the client about anonymous users and missing groups', async () => {
    await expect(call().me.query()).rejects.toMatchObject({ data: { httpStatus: 401 } })
    await expect(call(pool.bearer()).users.query()).rejects.toMatchObject({ data: { httpStatus: 403 } })
  })

  it('challenges', async () => {
    const headers = { authorization: pool.bearer({ expiresInSeconds: -1 }) }
    const response = await fetch(`${originOf(server.address())}/trpc/me`, { headers })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="api", error="invalid_token"')
  })

  it('has a client that sends its token, in a batch too, and knows when to sign in', async () => {
    const { createLinks, isSignedOut } = await page.module<{
      createLinks: (url: string, getToken: () => Promise<string>) => object[]
      isSignedOut: (error: unknown) => boolean
    }>('isSignedOut')
    const url = `${originOf(server.address())}/trpc`
    const createClient = (getToken: () => Promise<string>) =>
      createTRPCClient({ links: createLinks(url, getToken) })
    const good = createClient(async () => pool.accessToken({ sub: 'alice' }))
    expect(await Promise.all([good.me.query(), good.health.query()])).toEqual(['alice', 'ok'])
    const expired = createClient(async () => pool.accessToken({ expiresInSeconds: -1 }))
    const errors = await Promise.all([
      expired.me.query().catch((error: unknown) => error),
      expired.health.query().catch((error: unknown) => error),
    ])
    expect(errors.map(isSignedOut)).toEqual([true, true])
    expect(isSignedOut(await good.users.query().catch((error: unknown) => error))).toBe(false)
  })
})

describe('The recipe for tRPC with any adapter', () => {
  let server: Server
  let unavailable: Server

  beforeAll(async () => {
    const { createApi } = await page.module<{ createApi: (options: CognitoAuthOptions) => Server }>(
      'createHTTPServer',
    )
    server = createApi(pool.options).listen(0, '127.0.0.1')
    unavailable = createApi(withoutKeys()).listen(0, '127.0.0.1')
    await Promise.all([once(server, 'listening'), once(unavailable, 'listening')])
  })

  afterAll(() => {
    server.close()
    unavailable.close()
  })

  it('lets clients call what they may call', async () => {
    expect(await client(server).health.query()).toBe('ok')
    expect(await client(server, pool.bearer({ sub: 'alice' })).me.query()).toBe('alice')
    expect(await client(server, pool.bearer({ groups: ['admin'] })).users.query()).toEqual(['alice', 'bob'])
  })

  it.each<[string, string | undefined, 'me' | 'users' | 'health', number, string]>([
    ['an anonymous client', undefined, 'me', 401, 'UNAUTHORIZED'],
    ['a bad token', 'Bearer made-up', 'health', 401, 'UNAUTHORIZED'],
    ['malformed credentials', 'Bearer "', 'me', 400, 'BAD_REQUEST'],
  ])('tells %s what is wrong', async (_what, authorization, procedure, httpStatus, code) => {
    await expect(client(server, authorization)[procedure].query()).rejects.toMatchObject({
      data: { code, httpStatus },
    })
  })

  it('tells a user who is not in the group, and a client while keys are unavailable', async () => {
    await expect(client(server, pool.bearer()).users.query()).rejects.toMatchObject({
      data: { httpStatus: 403 },
    })
    await expect(client(unavailable, pool.bearer()).me.query()).rejects.toMatchObject({
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
