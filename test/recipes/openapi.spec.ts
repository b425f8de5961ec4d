import type { CognitoAuthOptions, FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPageWithPackages, type Page } from '../support/page.ts'

/** What a test reads in a document. */
type Operation = { security: unknown; responses: object; 'x-cognito-groups'?: unknown }
type Document = { paths: Record<string, Record<string, Operation>> }

describe('The recipe for OpenAPI', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPageWithPackages('docs/recipes/openapi.md')
  })

  afterAll(() => page.remove())

  it('describes the operations of a Fastify API, in a document that needs no token', async () => {
    const { createApi } = await page.module<{
      createApi: (auth: FastifyAuthOptions) => Promise<FastifyInstance>
    }>('swaggerUi')
    const app = await createApi(pool.options)
    expect((await app.inject('/docs/')).statusCode).toBe(200)
    expect((await app.inject('/orders')).statusCode).toBe(401)

    const { paths } = (await app.inject('/docs/json')).json<Document>()
    const security = (path: string, method = 'get') => paths[path]?.[method]?.security
    expect(security('/health')).toEqual([])
    expect(security('/me')).toEqual([{ cognito: [] }, {}])
    expect(security('/orders')).toEqual([{ cognito: ['orders/read'] }])
    expect(security('/orders/{id}', 'delete')).toEqual([{ cognito: [] }])
    expect(paths['/orders/{id}']?.['delete']?.['x-cognito-groups']).toEqual([['admin']])
    expect(Object.keys(paths['/orders']?.['get']?.responses ?? {})).toEqual(['200', '401', '403', '503'])
    await app.close()
  })

  it('checks the tokens and scopes of an Express API', async () => {
    const { createApi } = await page.module<{ createApi: (auth: CognitoAuthOptions) => Express }>(
      'securityHandlers',
    )
    const app = createApi(pool.options)
    const get = (path: string, authorization: string) =>
      request(app).get(path).set('Authorization', authorization)

    await request(app).get('/health').expect(200)
    await request(app).get('/me').expect(401).expect('WWW-Authenticate', 'Bearer realm="api"')
    await get('/me', pool.bearer({ sub: 'alice' })).expect(200, { userId: 'alice' })
    const { body } = await get('/me', pool.bearer({ expiresInSeconds: -1 })).expect(401)
    expect(body).toMatchObject({ code: 'token_expired' })
    await get('/orders', pool.bearer())
      .expect(403)
      .expect('WWW-Authenticate', 'Bearer realm="api", error="insufficient_scope", scope="orders/read"')
    await get('/orders', pool.bearer({ scopes: ['orders/read'] })).expect(200)
    await get('/reports', pool.bearer()).expect(403)
    await get('/reports', pool.bearer({ groups: ['admin'] })).expect(200)
  })
})
