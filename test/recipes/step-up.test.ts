import { createRequire } from 'node:module'
import type * as expressAdapter from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool, type TokenOptions } from '@cognito-auth/testing'
import express, { type Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

// The guards of a page know the requests of the copy of a package that Node has loaded, not of the one of vitest.
const load = createRequire(import.meta.url)
const { requireAuth } = load('@cognito-auth/express') as typeof expressAdapter

type CreateExpress = (auth: expressAdapter.ExpressAuthOptions) => Express
type BuildStepUpUrl = (response: Response, authorizeUrl: string) => URL | undefined

const oldChallenge = 'Bearer realm="api", error="insufficient_user_authentication", max_age="300"'

describe('The page on step-up', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/step-up.md')
  })

  afterAll(() => page.remove())

  it('asks for a recent sign-in at both APIs', async () => {
    const { createApi } = await page.module<{ createApi: CreateExpress }>("'/payments'")
    const [old, fresh] = [pool.bearer({ signedInSecondsAgo: 301 }), pool.bearer()]
    const app = createApi(pool.options)
    await request(app).put('/email').set('Authorization', fresh).expect(204)
    await request(app)
      .put('/email')
      .set('Authorization', old)
      .expect(401)
      .expect('WWW-Authenticate', oldChallenge)

    const fastify = await page.module<{ createApi: (auth: FastifyAuthOptions) => FastifyInstance }>(
      'onRequest: requireStepUp',
    )
    const other = fastify.createApi(pool.options)
    const put = (authorization: string) =>
      other.inject({ method: 'PUT', url: '/email', headers: { authorization } })
    expect((await put(fresh)).statusCode).toBe(204)
    expect((await put(old)).headers['www-authenticate']).toBe(oldChallenge)
    await other.close()
  })

  it('tells the client where the user signs in again', async () => {
    const { createApi } = await page.module<{ createApi: CreateExpress }>("'/payments'")
    const { buildStepUpUrl } = await page.module<{ buildStepUpUrl: BuildStepUpUrl }>('buildStepUpUrl')
    const app = createApi(pool.options)
    const pay = async (options: TokenOptions) => {
      const { status, headers } = await request(app)
        .post('/payments')
        .set('Authorization', pool.bearer(options))
      const challenge = headers['www-authenticate']
      return new Response(null, { status, headers: challenge ? { 'WWW-Authenticate': challenge } : {} })
    }
    const authorizeUrl = 'https://auth.example.com/oauth2/authorize?client_id=1'
    const url = buildStepUpUrl(await pay({ acr: 'urn:cognito:loa:1' }), authorizeUrl)
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      client_id: '1',
      acr_values: 'urn:cognito:loa:3 urn:cognito:loa:4',
      max_age: '3600',
    })
    expect(buildStepUpUrl(await pay({ acr: 'urn:cognito:loa:4' }), authorizeUrl)).toBeUndefined()
    expect(buildStepUpUrl(await pay({ expiresInSeconds: -1 }), authorizeUrl)).toBeUndefined()
  })

  it('decides with a function', async () => {
    const { mayPay } = await page.module<{ mayPay: expressAdapter.AuthHandler }>('mayPay')
    const app = express()
    app.use(requireAuth(pool.options), mayPay)
    app.get('/', (_req, res) => {
      res.sendStatus(200)
    })
    const get = (amount: number, options?: TokenOptions) =>
      request(app).get(`/?amount=${amount}`).set('Authorization', pool.bearer(options))
    await get(100, { signedInSecondsAgo: 301 }).expect(200)
    await get(101, { signedInSecondsAgo: 301 }).expect(401).expect('WWW-Authenticate', oldChallenge)
    await get(101).expect(200)
  })

  it('makes tokens of an age and of a level', async () => {
    const { old, strong } = await page.module<{ old: string; strong: string }>('signedInSecondsAgo')
    const claimsOf = (bearer: string): Record<string, unknown> =>
      JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString())
    const { iat, auth_time: signInTime } = claimsOf(old)
    expect(Number(iat) - Number(signInTime)).toBe(3601)
    expect(claimsOf(strong)).toMatchObject({ acr: 'urn:cognito:loa:4', amr: ['pwd', 'otp', 'mfa'] })
  })
})
