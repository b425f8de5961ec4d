import { type Authenticator, type CognitoAuthOptions, createAuthenticator } from '@cognito-auth/core'
import type { UserPoolOptions } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

type CreateApi = (auth: CognitoAuthOptions) => Express

describe('The recipe for tenants', () => {
  let acme: TestUserPool
  let globex: TestUserPool
  let page: Page

  beforeAll(async () => {
    acme = await createTestUserPool()
    globex = await createTestUserPool({ userPoolId: 'eu-west-1_EXAMPLE2' })
    page = await openPage('docs/recipes/tenants.md')
  })

  afterAll(() => page.remove())

  async function statusOf(app: Express, tenant: string, authorization: string): Promise<number> {
    const { status } = await request(app).get(`/tenants/${tenant}/me`).set('Authorization', authorization)
    return status
  }

  it('keeps the users of one tenant from another, with groups', async () => {
    const { createApi } = await page.module<{ createApi: CreateApi }>('isInTenant')
    const app = createApi(acme.options)
    const authorization = acme.bearer({ groups: ['tenant:acme', 'tenant:globex', 'initech'] })
    expect(await statusOf(app, 'acme', authorization)).toBe(200)
    expect(await statusOf(app, 'globex', authorization)).toBe(200)
    expect(await statusOf(app, 'initech', authorization)).toBe(403)
    expect(await statusOf(app, 'acme', acme.bearer())).toBe(403)
  })

  it('keeps the users of one tenant from another, with a claim', async () => {
    const { createApi } = await page.module<{ createApi: CreateApi }>('const { tenant } = claims')
    const app = createApi(acme.options)
    const authorization = (tenant: unknown) => acme.bearer({ claims: { tenant } })
    expect(await statusOf(app, 'acme', authorization('acme'))).toBe(200)
    expect(await statusOf(app, 'acme', authorization('globex'))).toBe(403)
    expect(await statusOf(app, 'acme', authorization(['acme']))).toBe(403)
    expect(await statusOf(app, 'undefined', authorization(undefined))).toBe(403)
  })

  it('keeps the users of one tenant from another, with pools known at startup', async () => {
    const { createApi } = await page.module<{
      createApi: (tenants: ReadonlyMap<string, UserPoolOptions>) => Express
    }>('userPools:')
    const app = createApi(
      new Map([
        ['acme', acme.options],
        ['globex', globex.options],
      ]),
    )
    expect(await statusOf(app, 'acme', acme.bearer())).toBe(200)
    expect(await statusOf(app, 'globex', globex.bearer())).toBe(200)
    expect(await statusOf(app, 'acme', globex.bearer())).toBe(403)
    expect(await statusOf(app, 'initech', acme.bearer())).toBe(403)
  })

  it('keeps the users of one tenant from another, with pools known at request time', async () => {
    const { createApi } = await page.module<{
      createApi: (find: (tenant: string) => Promise<CognitoAuthOptions | undefined>) => Express
    }>('findMiddleware')
    const find = vi.fn<(tenant: string) => Promise<CognitoAuthOptions | undefined>>(async (tenant) => {
      if (tenant === 'broken') throw new Error('down')
      return new Map([
        ['acme', acme.options],
        ['globex', globex.options],
      ]).get(tenant)
    })
    const app = createApi(find)
    app.set('env', 'test')
    const statuses = await Promise.all([
      statusOf(app, 'acme', acme.bearer()),
      statusOf(app, 'acme', globex.bearer()),
      statusOf(app, 'globex', globex.bearer()),
    ])
    expect(statuses).toEqual([200, 401, 200])
    expect(find.mock.calls.length).toBe(2)
    for (const [tenant, status] of [
      ['initech', 404],
      ['broken', 500],
    ] as const) {
      expect(await statusOf(app, tenant, acme.bearer())).toBe(status)
      expect(await statusOf(app, tenant, acme.bearer())).toBe(status)
    }
    expect(find.mock.calls.length).toBe(6)
  })

  it('does the same in Fastify', async () => {
    const { createApi } = await page.module<{
      createApi: (find: (tenant: string) => Promise<Authenticator | undefined>) => FastifyInstance
    }>("'fastify'")
    const authenticators = new Map([
      ['acme', createAuthenticator(acme.options)],
      ['globex', createAuthenticator(globex.options)],
    ])
    const app = createApi(async (tenant) => authenticators.get(tenant))
    const get = (tenant: string, authorization?: string) =>
      app.inject({ url: `/tenants/${tenant}/admin`, headers: authorization ? { authorization } : {} })

    const admin = { groups: ['admin'] }
    expect((await get('acme', acme.bearer(admin))).statusCode).toBe(200)
    expect((await get('acme', acme.bearer())).statusCode).toBe(403)
    expect((await get('acme', globex.bearer(admin))).statusCode).toBe(401)
    expect((await get('initech', acme.bearer(admin))).statusCode).toBe(404)
    const { statusCode, headers } = await get('acme')
    expect(statusCode).toBe(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="api"')
    await app.close()
  })
})
