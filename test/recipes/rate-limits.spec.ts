import type { ExpressAuthOptions } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type Express, type RequestHandler } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPageWithPackages, type Page } from '../support/page.ts'

/** Statuses in the order of the answers, each with how often it came in a row. */
function runsOf(statuses: readonly number[]): readonly (readonly [status: number, count: number])[] {
  const runs: [number, number][] = []
  for (const status of statuses) {
    const last = runs.at(-1)
    if (last?.[0] === status) last[1]++
    else runs.push([status, 1])
  }
  return runs
}

describe('The recipe for rate limits', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPageWithPackages('docs/recipes/rate-limits.md')
  })

  afterAll(() => page.remove())

  async function sendToExpress(app: Express, count: number, authorization: string): Promise<number[]> {
    const statuses: number[] = []
    for (let sent = 0; sent < count; sent++) {
      const { status } = await request(app).get('/me').set('Authorization', authorization)
      statuses.push(status)
    }
    return statuses
  }

  async function sendToFastify(
    app: FastifyInstance,
    count: number,
    authorization: string,
  ): Promise<number[]> {
    const statuses: number[] = []
    for (let sent = 0; sent < count; sent++) {
      const { statusCode } = await app.inject({ url: '/me', headers: { authorization } })
      statuses.push(statusCode)
    }
    return statuses
  }

  it('counts refusals by IP address, and requests by user, in Express', async () => {
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>(
      'getPrincipal(req).userId',
    )
    const alice = await sendToExpress(createApi(pool.options), 102, pool.bearer({ sub: 'alice' }))
    expect(runsOf(alice)).toEqual([
      [200, 100],
      [429, 2],
    ])
    const rejected = await sendToExpress(createApi(pool.options), 302, 'Bearer made-up')
    expect(runsOf(rejected)).toEqual([
      [401, 300],
      [429, 2],
    ])
  })

  it('counts only refusals with the options of the page', async () => {
    const { limitRefusals } = await page.module<{ limitRefusals: RequestHandler }>('limitRefusals')
    const app = express()
    app.use(limitRefusals)
    app.get('/me', ({ headers }, res) => {
      res.sendStatus(Number(headers.authorization))
    })
    expect(runsOf(await sendToExpress(app, 25, '200'))).toEqual([[200, 25]])
    expect(runsOf(await sendToExpress(app, 25, '503'))).toEqual([[503, 25]])
    expect(runsOf(await sendToExpress(app, 22, '401'))).toEqual([
      [401, 20],
      [429, 2],
    ])
  })

  it('counts refusals by IP address, and requests by user, in Fastify', async () => {
    const { createApi } = await page.module<{
      createApi: (auth: FastifyAuthOptions) => Promise<FastifyInstance>
    }>('@fastify/rate-limit')
    const app = await createApi(pool.options)
    expect(runsOf(await sendToFastify(app, 102, pool.bearer({ sub: 'alice' })))).toEqual([
      [200, 100],
      [429, 2],
    ])
    expect(runsOf(await sendToFastify(app, 1, pool.bearer({ sub: 'bob' })))).toEqual([[200, 1]])
    expect(runsOf(await sendToFastify(app, 200, 'Bearer made-up'))).toEqual([
      [401, 197],
      [429, 3],
    ])
    await app.close()
  })
})
