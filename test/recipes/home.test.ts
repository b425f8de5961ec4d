import type { ExpressAuthOptions } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

describe('The home page', () => {
  let page: Page

  beforeAll(async () => {
    page = await openPage('docs/index.md')
  })

  afterAll(() => page.remove())

  it('shows an Express API and a test that passes', async () => {
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>(
      '@cognito-auth/express',
    )
    const { testApi } = await page.module<{ testApi: (api: typeof createApi) => Promise<void> }>('testApi')
    await expect(testApi(createApi)).resolves.toBeUndefined()
  })

  it('shows a test that fails for an API without a guard', async () => {
    const { default: express } = await import('express')
    const { testApi } = await page.module<{ testApi: (api: () => Express) => Promise<void> }>('testApi')
    const openApi = () => express().delete('/users/:id', (_req, res) => void res.sendStatus(204))
    await expect(testApi(openApi)).rejects.toThrow('expected 401')
  })

  it('shows a Fastify API that answers the same', async () => {
    const { createApi } = await page.module<{ createApi: (auth: FastifyAuthOptions) => FastifyInstance }>(
      '@cognito-auth/fastify',
    )
    const pool = await createTestUserPool()
    const app = createApi(pool.options)
    const remove = (headers = {}) => app.inject({ url: '/users/7', method: 'DELETE', headers })
    expect((await remove()).statusCode).toBe(401)
    expect((await remove({ authorization: pool.bearer() })).statusCode).toBe(403)
    expect((await remove({ authorization: pool.bearer({ groups: ['admin'] }) })).statusCode).toBe(204)

    const asBob = { authorization: pool.bearer({ sub: 'bob' }) }
    expect((await app.inject({ url: '/me', headers: asBob })).json()).toEqual({ userId: 'bob', groups: [] })
    await app.close()
  })
})
