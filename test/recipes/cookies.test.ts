import type { ExpressAuthOptions } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

describe('The recipe for cookies', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/recipes/cookies.md')
  })

  afterAll(() => page.remove())

  it('keeps the token of a user of Express in a cookie, until the sign-out', async () => {
    type SignIn = () => Promise<{ accessToken: string; expiresInSeconds: number }>
    const { createApp } = await page.module<{
      createApp: (signIn: SignIn, auth: ExpressAuthOptions) => Express
    }>('/callback')
    const signIn = async () => ({ accessToken: pool.accessToken({ sub: 'alice' }), expiresInSeconds: 3600 })
    const app = createApp(signIn, pool.options)
    await request(app).get('/').expect(401)

    const signedIn = await request(app).get('/callback').expect(302).expect('Location', '/')
    const [set = ''] = signedIn.get('Set-Cookie') ?? []
    expect(set).toMatch(/^__Host-access=[\w.-]+; Max-Age=3600; Path=\/;.*; HttpOnly; Secure; SameSite=Lax$/)
    const [cookie = ''] = set.split(';')
    const greeting = await request(app).get('/').set('Cookie', cookie).expect(200)
    expect(greeting.text).toContain('Hello, alice')

    const signOut = () => request(app).post('/sign-out').set('Cookie', cookie)
    await signOut().set('Origin', 'https://evil.example').expect(403)
    const signedOut = await signOut().set('Sec-Fetch-Site', 'same-origin').expect(303)
    expect(signedOut.get('Set-Cookie')).toEqual([
      '__Host-access=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
    ])
  })

  it('reads the token of a user of Fastify from a cookie, until the sign-out', async () => {
    const { createApp } = await page.module<{ createApp: (auth: FastifyAuthOptions) => FastifyInstance }>(
      'cognitoAuth, {',
    )
    const app = createApp(pool.options)
    const headers = { cookie: `__Host-access=${pool.accessToken({ sub: 'alice' })}` }
    const greeting = await app.inject({ url: '/', headers })
    expect([greeting.statusCode, greeting.json()]).toMatchObject([200, { userId: 'alice' }])

    const signOut = (site: string) =>
      app.inject({ method: 'POST', url: '/sign-out', headers: { ...headers, 'sec-fetch-site': site } })
    expect((await signOut('cross-site')).statusCode).toBe(403)
    const signedOut = await signOut('same-origin')
    expect(signedOut.statusCode).toBe(303)
    expect(signedOut.headers['set-cookie']).toContain('__Host-access=; Path=/; Secure;')
    await app.close()
  })
})
