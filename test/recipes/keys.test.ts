import type { CognitoAuthOptions } from '@cognito-auth/core'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

describe('The readiness of the page', () => {
  let pool: TestUserPool
  let keys: JwksServer
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    keys = await pool.listen()
    page = await openPage('docs/keys.md')
  })

  afterAll(() => Promise.all([keys.close(), page.remove()]))

  it('is told by Express', async () => {
    const { createApi } = await page.module<{ createApi: (options: CognitoAuthOptions) => Express }>(
      "express'\n\nexport function createApi",
    )
    await request(createApi(keys.options)).get('/ready').expect(200)
    await request(createApi(unreachable(pool)))
      .get('/ready')
      .expect(503)
  })

  it('is told by Fastify', async () => {
    const { createApi } = await page.module<{ createApi: (options: FastifyAuthOptions) => FastifyInstance }>(
      'app.cognito.ready',
    )
    expect((await createApi(keys.options).inject('/ready')).statusCode).toBe(200)
    const { statusCode, body } = await createApi(unreachable(pool)).inject('/ready')
    expect({ statusCode, body }).toEqual({ statusCode: 503, body: '' })
  })
})

function unreachable({ userPoolId, clientId }: TestUserPool): CognitoAuthOptions {
  return { userPoolId, clientId, keys: { fetch: () => Promise.reject(new Error('no network')) } }
}
