import type { ExpressAuthOptions } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

describe('The recipe for what stands in front', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/recipes/behind-aws.md')
  })

  afterAll(() => page.remove())

  it('verifies the token of a load balancer', async () => {
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>(
      'x-amzn-oidc',
    )
    const app = createApi(pool.options)
    const get = () => request(app).get('/me')
    await get()
      .set('x-amzn-oidc-accesstoken', pool.accessToken({ sub: 'alice' }))
      .expect(200, { userId: 'alice' })
    await get().set('x-amzn-oidc-identity', 'alice').expect(401)
    const impostor = await createTestUserPool()
    await get().set('x-amzn-oidc-accesstoken', impostor.accessToken()).expect(401)
    await get()
      .set('Authorization', pool.bearer({ sub: 'bob' }))
      .set('x-amzn-oidc-accesstoken', pool.accessToken({ sub: 'alice' }))
      .expect(200, { userId: 'alice' })
  })

  it('verifies the token of a Lambda event', async () => {
    const keys = await pool.listen()
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', pool.clientId)
    vi.stubEnv('COGNITO_JWKS_URI', keys.jwksUri)
    const { handler } = await page.module<{
      handler: (event: { headers: Record<string, string | undefined> }) => Promise<object>
    }>('handler')
    vi.unstubAllEnvs()

    expect(await handler({ headers: {} })).toMatchObject({ statusCode: 401 })
    expect(await handler({ headers: { authorization: pool.bearer() } })).toEqual({ statusCode: 403 })
    const authorization = pool.bearer({ groups: ['admin'] })
    expect(await handler({ headers: { authorization } })).toEqual({ statusCode: 204 })
    await keys.close()
  })
})
