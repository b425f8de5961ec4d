import type { CognitoAuthOptions, Principal } from '@cognito-auth/core'
import { createAuthenticator, RevocationsUnavailableError } from '@cognito-auth/core'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

type EndedSignIns = {
  has(originJti: string): Promise<boolean>
  add(originJti: string, lifetimeSeconds: number): Promise<void>
}

describe('The recipe for revocation with a store of your own', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/recipes/sign-out.md')
  })

  afterAll(() => page.remove())

  it('ends one sign-in, and no other', async () => {
    const { createApi } = await page.module<{
      createApi: (ended: EndedSignIns, options: CognitoAuthOptions) => Express
    }>('EndedSignIns')
    const kept = new Map<string, number>()
    const ended: EndedSignIns = {
      has: async (signIn) => kept.has(signIn),
      add: async (signIn, seconds) => void kept.set(signIn, seconds),
    }
    const app = createApi(ended, pool.options)
    const tokenOf = (signIn: string) => pool.bearer({ claims: { origin_jti: signIn } })
    const here = tokenOf('laptop')

    await request(app).get('/me').set('Authorization', here).expect(200)
    await request(app).post('/sign-out').set('Authorization', here).expect(204)
    const { body } = await request(app).get('/me').set('Authorization', here).expect(401)
    expect(body).toMatchObject({ code: 'token_revoked' })
    await request(app).get('/me').set('Authorization', tokenOf('laptop')).expect(401)
    await request(app).get('/me').set('Authorization', tokenOf('phone')).expect(200)
    expect([...kept]).toEqual([['laptop', 86_700]])
  })

  it('does not report a sign-out that it cannot perform', async () => {
    const { createApi } = await page.module<{
      createApi: (ended: EndedSignIns, options: CognitoAuthOptions) => Express
    }>('EndedSignIns')
    const app = createApi({ has: async () => false, add: async () => undefined }, pool.options)
    app.set('env', 'test')
    const authorization = pool.bearer({ claims: { origin_jti: undefined } })
    await request(app).post('/sign-out').set('Authorization', authorization).expect(500)
  })

  it('lets no request pass while the store fails', async () => {
    const { createApi } = await page.module<{
      createApi: (ended: EndedSignIns, options: CognitoAuthOptions) => Express
    }>('EndedSignIns')
    const failing = { has: () => Promise.reject(new Error('down')), add: async () => undefined }
    const app = createApi(failing, pool.options)
    app.set('env', 'test')
    const authorization = pool.bearer({ claims: { origin_jti: 'laptop' } })
    await request(app).get('/me').set('Authorization', authorization).expect(500)
  })

  it('answers 503 if isRevoked throws the error that the page names', async () => {
    const isRevoked = () => Promise.reject(new RevocationsUnavailableError())
    const { verify } = createAuthenticator({ ...pool.options, isRevoked })
    await expect(verify(pool.accessToken())).rejects.toMatchObject({ statusCode: 503 })
  })

  it('ends all sign-ins of a user, and no later one', async () => {
    const { isRevoked, signedOutAt } = await page.module<{
      isRevoked: (principal: Principal) => boolean
      signedOutAt: Map<string, number>
    }>('signedOutAt')
    const { verify } = createAuthenticator({ ...pool.options, isRevoked })
    const now = Math.floor(Date.now() / 1000)
    signedOutAt.set('alice', now)
    const use = (sub: string, claims: object) => verify(pool.accessToken({ sub, claims: { ...claims } }))
    const revoked = { code: 'token_revoked' }

    await expect(use('alice', { auth_time: now - 1 })).rejects.toMatchObject(revoked)
    await expect(use('alice', { auth_time: now })).rejects.toMatchObject(revoked)
    await expect(use('alice', { auth_time: now + 1 })).resolves.toBeDefined()
    await expect(use('bob', { auth_time: now - 1 })).resolves.toBeDefined()
  })

  it('does not let a refreshed token pass', async () => {
    const { isRevoked, signedOutAt } = await page.module<{
      isRevoked: (principal: Principal) => boolean
      signedOutAt: Map<string, number>
    }>('signedOutAt')
    const { verify } = createAuthenticator({ ...pool.options, isRevoked })
    const now = Math.floor(Date.now() / 1000)
    signedOutAt.set('carol', now - 60)
    const refreshed = pool.accessToken({ sub: 'carol', claims: { auth_time: now - 3600, iat: now } })
    await expect(verify(refreshed)).rejects.toMatchObject({ code: 'token_revoked' })
    const undated = pool.accessToken({ sub: 'carol', claims: { auth_time: undefined, iat: undefined } })
    await expect(verify(undated)).rejects.toMatchObject({ code: 'token_revoked' })
  })
})
