import type { CognitoAuthOptions, Principal } from '@cognito-auth/core'
import { createAuthenticator } from '@cognito-auth/core'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

type EndedSignIns = {
  has(signIn: string): Promise<boolean>
  add(signIn: string, seconds: number): Promise<void>
}

describe('The recipe for sign-out', () => {
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
    expect([...kept]).toEqual([['laptop', 86_400]])
  })

  it('ends all sign-ins of a user', async () => {
    const { isRevoked, validFrom } = await page.module<{
      isRevoked: (principal: Principal) => boolean
      validFrom: Map<string, number>
    }>('validFrom')
    const { verify } = createAuthenticator({ ...pool.options, isRevoked })
    const now = Math.floor(Date.now() / 1000)
    validFrom.set('alice', now)
    await expect(verify(pool.accessToken({ sub: 'alice', claims: { iat: now - 1 } }))).rejects.toMatchObject({
      code: 'token_revoked',
    })
    await expect(verify(pool.accessToken({ sub: 'alice', claims: { iat: now } }))).resolves.toBeDefined()
    await expect(verify(pool.accessToken({ sub: 'bob', claims: { iat: now - 1 } }))).resolves.toBeDefined()
  })
})
