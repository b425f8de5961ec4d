import { createRequire } from 'node:module'
import type * as expressAdapter from '@cognito-auth/express'
import type * as fastifyAdapter from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type Express } from 'express'
import Fastify, { type onRequestHookHandler } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

// The guards of a page know the requests of the copy of a package that Node has loaded, not of the one of vitest.
const load = createRequire(import.meta.url)
const { requireAuth } = load('@cognito-auth/express') as typeof expressAdapter
const { cognitoAuth } = load('@cognito-auth/fastify') as typeof fastifyAdapter

type Orders = { findOwner(orderId: string): Promise<string | undefined> }

describe('The guards of the page', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/guards.md')
  })

  afterAll(() => page.remove())

  it('decide with a database', async () => {
    const { createApi } = await page.module<{
      createApi: (orders: Orders, auth: expressAdapter.ExpressAuthOptions) => Express
    }>('findOwner')
    const orders = {
      findOwner: (id: string) =>
        id === 'broken' ? Promise.reject(new Error('down')) : Promise.resolve({ 1: 'alice', 2: 'bob' }[id]),
    }
    const app = createApi(orders, pool.options)
    app.set('env', 'test')
    const get = (id: string) =>
      request(app)
        .get(`/orders/${id}`)
        .set('Authorization', pool.bearer({ sub: 'alice' }))
    await get('1').expect(200, { id: '1' })
    await get('2').expect(403)
    await get('3').expect(403)
    await get('broken').expect(500)
  })

  it('let users see themselves', async () => {
    const { isSelf } = await page.module<{ isSelf: onRequestHookHandler }>('isSelf')
    const app = Fastify()
    await app.register(cognitoAuth, pool.options)
    app.get('/users/:id', { onRequest: isSelf }, () => 'you')
    const headers = { authorization: pool.bearer({ sub: 'alice' }) }
    expect((await app.inject({ url: '/users/alice', headers })).statusCode).toBe(200)
    expect((await app.inject({ url: '/users/bob', headers })).statusCode).toBe(403)
  })

  it('tell users and machines apart', async () => {
    const { usersOnly } = await page.module<{ usersOnly: expressAdapter.AuthHandler }>('usersOnly')
    const app = express()
    app.use(requireAuth(pool.options), usersOnly)
    app.get('/', (_req, res) => {
      res.sendStatus(200)
    })
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
    await request(app).get('/').set('Authorization', `Bearer ${pool.machineToken()}`).expect(403)
  })

  it('split a claim that is a string', async () => {
    const { editorsOnly } = await page.module<{ editorsOnly: expressAdapter.AuthHandler }>('editorsOnly')
    const app = express()
    app.use(requireAuth(pool.options), editorsOnly)
    app.get('/', (_req, res) => {
      res.sendStatus(200)
    })
    const statusFor = async (roles: unknown) => {
      const authorization = pool.bearer({ claims: { 'custom:roles': roles } })
      const { status } = await request(app).get('/').set('Authorization', authorization)
      return status
    }
    expect(await statusFor('admin,editor')).toBe(200)
    expect(await statusFor('not-editor')).toBe(403)
    expect(await statusFor('admin,editors')).toBe(403)
    expect(await statusFor(undefined)).toBe(403)
  })
})
