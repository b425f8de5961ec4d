import type { CognitoAuthOptions, ExpressAuthOptions } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPageWithPackages, type Page } from '../support/page.ts'

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

function withoutKeys(): CognitoAuthOptions {
  const { userPoolId, clientId } = pool
  return { userPoolId, clientId, keys: { fetch: () => Promise.reject(new Error('no network')) } }
}
