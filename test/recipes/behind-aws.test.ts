import type { ExpressAuthOptions } from '@cognito-auth/express'
import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
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

  describe('for a Lambda function', () => {
    type Event = { headers: object | null; multiValueHeaders?: object | null }
    let keys: JwksServer
    let handler: (event: Event) => Promise<object>

    beforeAll(async () => {
      keys = await pool.listen()
      vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
      vi.stubEnv('COGNITO_CLIENT_ID', pool.clientId)
      vi.stubEnv('COGNITO_JWKS_URI', keys.jwksUri)
      ;({ handler } = await page.module<{ handler: typeof handler }>('handler'))
      vi.unstubAllEnvs()
    })

    afterAll(() => keys.close())

    it('verifies the token of an HTTP API event', async () => {
      expect(await handler({ headers: {} })).toMatchObject({ statusCode: 401 })
      expect(await handler({ headers: { authorization: pool.bearer() } })).toEqual({ statusCode: 403 })
      const authorization = pool.bearer({ groups: ['admin'] })
      expect(await handler({ headers: { authorization } })).toEqual({ statusCode: 204 })
      const twice = `${authorization},${authorization}`
      expect(await handler({ headers: { authorization: twice } })).toMatchObject({ statusCode: 400 })
    })

    it.each(['Authorization', 'authorization', 'AUTHORIZATION'])(
      'verifies the token of a REST API event with %s',
      async (name) => {
        const value = pool.bearer({ groups: ['admin'] })
        const event = { headers: { [name]: value }, multiValueHeaders: { [name]: [value] } }
        expect(await handler(event)).toEqual({ statusCode: 204 })
        expect(await handler({ headers: { [name]: value }, multiValueHeaders: null })).toEqual({
          statusCode: 204,
        })
      },
    )

    it('rejects two tokens, and events without headers', async () => {
      const [first, second] = [pool.bearer(), pool.bearer({ groups: ['admin'] })]
      const twice = {
        headers: { Authorization: second },
        multiValueHeaders: { Authorization: [first, second] },
      }
      expect(await handler(twice)).toMatchObject({ statusCode: 400 })
      expect(await handler({ headers: null, multiValueHeaders: null })).toMatchObject({ statusCode: 401 })
    })
  })
})
