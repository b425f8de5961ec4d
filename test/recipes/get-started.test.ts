import type { ExpressAuthOptions } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type Express, type Router } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { run } from '../support/child.ts'
import { expressVersions } from '../support/express.ts'
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

  it('rejects an anonymous request', async () => {
    await request(app).get('/me').expect(401)
  })

  it('answers an admin as the page says', async () => {
    const told = blocksOf('docs/express.md').find(({ language }) => language === 'json')
    const { userId, groups } = JSON.parse(told?.code ?? '') as { userId: string; groups: string[] }
    const authorization = pool.bearer({ sub: userId, groups })
    await request(app).get('/me').set('Authorization', authorization).expect(200, { userId, groups })
    await request(app).delete('/users/7').set('Authorization', authorization).expect(204)
  })

  it('lets only admins remove users', async () => {
    await request(app).delete('/users/7').set('Authorization', pool.bearer()).expect(403)
  })

  it('greets users and anonymous clients', async () => {
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

describe('The sample for Express 4', () => {
  it.each(expressVersions)('answers an anonymous request, in $name', async ({ createApp }) => {
    const page = await openPage('docs/express.md')
    const { addRoutes } = await page.module<{
      addRoutes: (app: Express, auth: ExpressAuthOptions) => void
    }>('addRoutes')
    await page.remove()
    const app = createApp()
    addRoutes(app, pool.options)

    const { body } = await request(app).get('/me').expect(401)
    expect(body).toMatchObject({ code: 'credentials_missing' })
    const authorization = pool.bearer({ sub: 'alice' })
    const me = await request(app).get('/me').set('Authorization', authorization).expect(200)
    expect(me.body).toMatchObject({ userId: 'alice' })
  })

  it('is needed: an async handler that throws ends a process with Express 4', async () => {
    const server = `
      import { getPrincipal, optionalAuth } from '@cognito-auth/express'
      import { createTestUserPool } from '@cognito-auth/testing'
      import express from 'express4'
      const app = express()
      app.get('/', optionalAuth((await createTestUserPool()).options), async (req, res) => res.json(getPrincipal(req)))
      const server = app.listen(0, '127.0.0.1', () => {
        fetch('http://127.0.0.1:' + server.address().port).catch(() => undefined)
      })
    `
    const { status, stderr } = await run('--input-type=module', ['--eval', server]).end
    expect(status).toBe(1)
    expect(stderr).toContain('UnauthenticatedError')
  })
})

describe('The first Fastify API', () => {
  let page: Page

  beforeAll(async () => {
    page = await openPage('docs/fastify.md')
  })

  afterAll(() => page.remove())

  it('answers as the Express API does', async () => {
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
    expect((await app.inject('/')).body).toBe('open')
    expect((await app.inject('/account')).statusCode).toBe(401)
    const authorization = pool.bearer({ sub: 'bob' })
    expect((await app.inject({ url: '/account', headers: { authorization } })).body).toBe('bob')
    await app.close()
  })
})
