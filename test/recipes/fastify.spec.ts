import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPageWithPackages, type Page } from '../support/page.ts'

type Module = { createApi: (auth: FastifyAuthOptions) => Promise<FastifyInstance> }

describe('The page about Fastify', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPageWithPackages('docs/fastify.md')
  })

  afterAll(() => page.remove())

  it('opens the pages of Swagger UI, and nothing else', async () => {
    const { createApi } = await page.module<Module>('onRoute')
    const app = await createApi(pool.options)
    app.get('/docs-internal', () => 'secret')
    app.get('/me', () => 'secret')
    for (const url of ['/docs', '/docs/', '/docs/json', '/docs/static/swagger-ui.css']) {
      expect((await app.inject(url)).statusCode).not.toBe(401)
    }
    expect((await app.inject('/docs/')).statusCode).toBe(200)
    expect((await app.inject('/docs-internal')).statusCode).toBe(401)
    expect((await app.inject('/me')).statusCode).toBe(401)
    await app.close()
  })

  it('protects routes outside a plugin that registers cognitoAuth', async () => {
    const { createApi } = await page.module<Module>('fastify-plugin')
    const app = await createApi(pool.options)
    expect((await app.inject('/me')).statusCode).toBe(401)
    const headers = { authorization: pool.bearer({ sub: 'alice' }) }
    expect((await app.inject({ url: '/me', headers })).body).toBe('alice')
    await app.close()
  })

  it('is right that nothing is protected without fastify-plugin', async () => {
    const unwrapped = await openPageWithPackages('docs/fastify.md', (code) =>
      code.replace("import fp from 'fastify-plugin'", 'const fp = (plugin) => plugin'),
    )
    const { createApi } = await unwrapped.module<Module>('fastify-plugin')
    await unwrapped.remove()
    const app = await createApi(pool.options)
    app.get('/open', () => 'open')
    expect((await app.inject('/open')).statusCode).toBe(200)
    await app.close()
  })
})
