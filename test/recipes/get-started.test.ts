import type { ExpressAuthOptions } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type Express, type Router } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openPage, type Page } from '../support/page.ts'
import { blocksOf } from '../support/readme.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

describe('The first Express API', () => {
  let page: Page
  let app: Express

  beforeAll(async () => {
    page = await openPage('docs/express.md')
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>('createApi')
    app = createApi(pool.options)
  })

  afterAll(() => page.remove())

  it('is open for a health check', async () => {
    await request(app).get('/health').expect(200, 'ok')
  })

  it('refuses who has no token', async () => {
    await request(app).get('/me').expect(401)
  })

  it('tells an admin what the page says', async () => {
    const told = blocksOf('docs/express.md').find(({ language }) => language === 'json')
    const { userId, groups } = JSON.parse(told?.code ?? '') as { userId: string; groups: string[] }
    const authorization = pool.bearer({ sub: userId, groups })
    await request(app).get('/me').set('Authorization', authorization).expect(200, { userId, groups })
    await request(app).delete('/users/7').set('Authorization', authorization).expect(204)
  })

  it('lets nobody but admins remove users', async () => {
    await request(app).delete('/users/7').set('Authorization', pool.bearer()).expect(403)
  })

  it('greets whoever comes', async () => {
    const keys = await pool.listen()
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', pool.clientId)
    vi.stubEnv('COGNITO_JWKS_URI', keys.jwksUri)
    const { greetings } = await page.module<{ greetings: Router }>('optionalAuth')
    vi.unstubAllEnvs()
    const greeter = express().use(greetings)

    await request(greeter).get('/greeting').expect(200, 'Welcome')
    const authorization = pool.bearer({ username: 'alice' })
    await request(greeter)
      .get('/greeting')
      .set('Authorization', authorization)
      .expect(200, 'Welcome back, alice')
    await request(greeter).get('/greeting').set('Authorization', 'Bearer made-up').expect(401)
    await keys.close()
  })
})

describe('The first Fastify API', () => {
  let page: Page

  beforeAll(async () => {
    page = await openPage('docs/fastify.md')
  })

  afterAll(() => page.remove())

  it('answers like that of Express', async () => {
    const { createApi } = await page.module<{ createApi: (auth: FastifyAuthOptions) => FastifyInstance }>(
      'createApi',
    )
    const app = createApi(pool.options)
    app.log.level = 'silent'
    expect((await app.inject('/health')).body).toBe('ok')
    expect((await app.inject('/me')).statusCode).toBe(401)

    const asUser = { authorization: pool.bearer({ sub: 'bob' }) }
    expect((await app.inject({ url: '/me', headers: asUser })).json()).toEqual({ userId: 'bob', groups: [] })
    expect((await app.inject({ url: '/users/7', method: 'DELETE', headers: asUser })).statusCode).toBe(403)

    const asAdmin = { authorization: pool.bearer({ groups: ['admin'] }) }
    expect((await app.inject({ url: '/users/7', method: 'DELETE', headers: asAdmin })).statusCode).toBe(204)
    await app.close()
  })

  it('protects one part of an application', async () => {
    const { createApp } = await page.module<{ createApp: (auth: FastifyAuthOptions) => FastifyInstance }>(
      'createApp',
    )
    const app = createApp(pool.options)
    expect((await app.inject('/')).body).toBe('for everybody')
    expect((await app.inject('/account')).statusCode).toBe(401)
    const authorization = pool.bearer({ sub: 'bob' })
    expect((await app.inject({ url: '/account', headers: { authorization } })).body).toBe('bob')
    await app.close()
  })
})
