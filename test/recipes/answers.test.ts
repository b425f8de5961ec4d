import { type ExpressAuthOptions, getPrincipal } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

const problem = {
  type: 'https://api.example.com/problems/credentials_missing',
  title: 'A bearer token is required',
  status: 401,
}

describe('The answers of the page', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/answers.md')
  })

  afterAll(() => page.remove())

  it('are problems, in Express', async () => {
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>('onRefused')
    const app = createApi(pool.options)
    const { body, headers } = await request(app).get('/me').expect(401)
    expect(body).toEqual(problem)
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'www-authenticate': 'Bearer realm="api"',
    })
    await request(app).get('/me').set('Authorization', pool.bearer()).expect(200)
  })

  it('are problems, in Fastify', async () => {
    const { createApi } = await page.module<{ createApi: (auth: FastifyAuthOptions) => FastifyInstance }>(
      'setErrorHandler',
    )
    const app = createApi(pool.options)
    const response = await app.inject('/me')
    expect(response.statusCode).toBe(401)
    expect(response.json()).toEqual(problem)
    expect(response.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'www-authenticate': 'Bearer realm="api"',
    })
    const authorization = pool.bearer()
    expect((await app.inject({ url: '/me', headers: { authorization } })).statusCode).toBe(200)
    await app.close()
  })

  it('can be sent by an error handler', async () => {
    const { sendErrors } = await page.module<{ sendErrors: ErrorRequestHandler }>('sendAuthError')
    const app = express()
    app.get('/', (req, res) => {
      res.json(getPrincipal(req))
    })
    app.use(sendErrors)
    const { body } = await request(app).get('/').expect(401)
    expect(body).toMatchObject({ code: 'credentials_missing' })
  })
})
