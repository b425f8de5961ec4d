import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import type { ExpressAuthOptions } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { originOf } from '../support/http.ts'
import { openPage, type Page } from '../support/page.ts'

let pool: TestUserPool
let page: Page

beforeAll(async () => {
  pool = await createTestUserPool()
  page = await openPage('docs/recipes/machine-to-machine.md')
})

afterAll(() => page.remove())

describe('The API of the recipe for machines', () => {
  let app: Express

  beforeAll(async () => {
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>('createApi')
    app = createApi(pool.options)
  })

  const both = ['orders/read', 'orders/write']

  it('lets every client with the scope read', async () => {
    const get = (token: string) => request(app).get('/orders').set('Authorization', `Bearer ${token}`)
    await get(pool.machineToken()).expect(200, ['tea'])
    await get(pool.accessToken({ scopes: both })).expect(200, ['tea'])
    await get(pool.machineToken({ scopes: ['orders/write'] })).expect(403)
  })

  it('lets machines alone import', async () => {
    const post = async (token: string) => {
      const { status, body } = await request(app)
        .post('/orders/import')
        .set('Authorization', `Bearer ${token}`)
      return status === 200 ? body : status
    }
    expect(await post(pool.machineToken({ scopes: both }))).toEqual({ importedBy: pool.clientId })
    expect(await post(pool.machineToken())).toBe(403)
    expect(await post(pool.accessToken({ scopes: both }))).toBe(403)
  })

  it('takes the token of the page about tests', async () => {
    const { authorization } = await page.module<{ authorization: string }>('machineToken')
    expect(authorization).toMatch(/^Bearer ey/)
  })
})

describe('The calling service of the recipe for machines', () => {
  type CreateTokenSource = (credentials: object) => () => Promise<string>
  const requests: { headers: IncomingHttpHeaders; body: string }[] = []
  let answer: { status: number; expiresIn: number }
  let getToken: () => Promise<string>

  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      requests.push({ headers: incoming.headers, body })
      response.writeHead(answer.status, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ access_token: `token${requests.length}`, expires_in: answer.expiresIn }))
    })
  })

  beforeAll(async () => {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  })

  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  beforeEach(async () => {
    requests.splice(0)
    answer = { status: 200, expiresIn: 3600 }
    const { createTokenSource } = await page.module<{ createTokenSource: CreateTokenSource }>(
      'createTokenSource',
    )
    const tokenUrl = `${originOf(server.address())}/oauth2/token`
    getToken = createTokenSource({ tokenUrl, clientId: 'id', clientSecret: 'secret', scope: 'a/b c/d' })
  })

  it('requests a token as RFC 6749 says, and shares it', async () => {
    expect(await Promise.all([getToken(), getToken()])).toEqual(['token1', 'token1'])
    expect(await getToken()).toBe('token1')
    expect(requests.map(({ body }) => body)).toEqual(['grant_type=client_credentials&scope=a%2Fb+c%2Fd'])
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('id:secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    })
  })

  it('requests a new one a minute before it expires', async () => {
    answer.expiresIn = 59
    expect([await getToken(), await getToken()]).toEqual(['token1', 'token2'])
    answer.expiresIn = 65
    expect([await getToken(), await getToken()]).toEqual(['token3', 'token3'])
  })

  it('tries again after a failure', async () => {
    answer.status = 500
    const results = await Promise.allSettled([getToken(), getToken()])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(requests.length).toBe(1)
    await expect(getToken()).rejects.toThrow('The token endpoint answered 500')
    answer.status = 200
    expect(await getToken()).toBe('token3')
  })
})
