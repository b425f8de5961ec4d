import type { CognitoAuthOptions, ExpressAuthOptions } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { memoryLog } from '../support/log.ts'
import { openPage } from '../support/page.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

describe('The recipe for req.userId', () => {
  it('keeps it for handlers of Express', async () => {
    const page = await openPage('docs/recipes/keep-user-id.md')
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>(
      'namespace Express',
    )
    const app = createApi(pool.options)
    await request(app).get('/orders').expect(401)
    const authorization = pool.bearer({ sub: 'alice' })
    await request(app).get('/orders').set('Authorization', authorization).expect(200, { ordersOf: 'alice' })
    await page.remove()
  })

  it('keeps it for handlers of Fastify', async () => {
    const page = await openPage('docs/recipes/keep-user-id.md')
    const { createApi } = await page.module<{
      createApi: (auth: FastifyAuthOptions) => Promise<FastifyInstance>
    }>('decorateRequest')
    const app = await createApi(pool.options)
    const headers = { authorization: pool.bearer({ sub: 'alice' }) }
    expect((await app.inject('/orders')).statusCode).toBe(401)
    expect((await app.inject({ url: '/orders', headers })).json()).toEqual({ ordersOf: 'alice' })
    await page.remove()
  })

  it('leaves open and optional routes of Fastify open', async () => {
    const page = await openPage('docs/recipes/keep-user-id.md')
    const { createApi } = await page.module<{
      createApi: (auth: FastifyAuthOptions) => Promise<FastifyInstance>
    }>('decorateRequest')
    const app = await createApi(pool.options)
    const showUserId = (req: object) => ({ userId: (req as { userId?: string }).userId })
    app.get('/open', { config: { cognito: false } }, showUserId)
    app.get('/optional', { config: { cognito: 'optional' } }, showUserId)
    const headers = { authorization: pool.bearer({ sub: 'alice' }) }
    expect((await app.inject('/open')).json()).toEqual({ userId: null })
    expect((await app.inject('/optional')).json()).toEqual({ userId: null })
    expect((await app.inject({ url: '/optional', headers })).json()).toEqual({ userId: 'alice' })
    await page.remove()
  })
})

describe('The recipe for ID tokens', () => {
  it('reads custom attributes, and rejects access tokens', async () => {
    const page = await openPage('docs/recipes/id-tokens.md')
    const { createApi } = await page.module<{ createApi: (options: CognitoAuthOptions) => Express }>(
      'createApi',
    )
    const app = createApi(pool.options)
    const token = pool.idToken({
      sub: 'alice',
      claims: { email: 'alice@example.com', 'custom:tenant': 'acme', 'custom:seats': '3' },
    })
    await request(app)
      .get('/me')
      .set('Authorization', `Bearer ${token}`)
      .expect(200, { userId: 'alice', email: 'alice@example.com', tenant: 'acme', seats: 3 })
    await request(app).get('/me').set('Authorization', pool.bearer()).expect(401)
    await page.remove()
  })
})

describe('The recipe for usernames', () => {
  it('uses the name as the id, and rejects machines', async () => {
    const page = await openPage('docs/recipes/user-name.md')
    const { createApi } = await page.module<{ createApi: (options: CognitoAuthOptions) => Express }>(
      'createApi',
    )
    const log = memoryLog()
    const app = createApi({ ...pool.options, logger: log.logger })
    const authorization = pool.bearer({ username: 'alice' })
    await request(app).get('/orders').set('Authorization', authorization).expect(200, { ordersOf: 'alice' })

    await request(app).get('/orders').set('Authorization', `Bearer ${pool.machineToken()}`).expect(401)
    expect(log.refusals).toMatchObject([{ reason: 'user_id' }])
    await page.remove()
  })
})
