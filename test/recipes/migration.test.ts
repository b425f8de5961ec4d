import { createTestUserPool } from '@cognito-auth/testing'
import type { FastifyInstance } from 'fastify'
import type { Express } from 'express'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { openPage } from '../support/page.ts'

describe.each(['by-hand', 'aws-jwt-verify', 'express-jwt', 'express-oauth2-jwt-bearer'])(
  'After %s',
  (name) => {
    it('the API answers as it should', async () => {
      const pool = await createTestUserPool()
      const page = await openPage(`docs/migration/${name}.md`)
      const { createApi } = await page.module<{ createApi: (auth: object) => Express }>('requireAuth(auth)')
      await page.remove()
      const app = createApi(pool.options)
      await request(app).get('/me').expect(401)
      await request(app).get('/me').set('Authorization', `Bearer ${pool.idToken()}`).expect(401)
      const authorization = pool.bearer({ sub: 'alice' })
      await request(app).get('/me').set('Authorization', authorization).expect(200, { userId: 'alice' })
    })
  },
)

describe('After fastify-jwt', () => {
  it('the API answers as it should', async () => {
    const pool = await createTestUserPool()
    const page = await openPage('docs/migration/fastify-jwt.md')
    const { createApi } = await page.module<{ createApi: (auth: object) => FastifyInstance }>(
      'cognitoAuth, auth',
    )
    await page.remove()
    const app = createApi(pool.options)
    expect((await app.inject('/me')).statusCode).toBe(401)
    const headers = { authorization: pool.bearer({ sub: 'alice' }) }
    expect((await app.inject({ url: '/me', headers })).json()).toEqual({ userId: 'alice' })
    await app.close()
  })
})
