import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import type { ExpressAuthOptions } from '@cognito-auth/express'
import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../support/compiled.ts'
import { pages } from '../support/markdown.ts'
import { fileOf, modulesOf, openPageWithPackages, type Page } from '../support/page.ts'

let pool: TestUserPool
let keys: JwksServer

beforeAll(async () => {
  pool = await createTestUserPool()
  keys = await pool.listen()
})

afterAll(() => keys.close())

it('The code of the pages compiles', async () => {
  const blocks = pages.flatMap((page) => modulesOf(page, 'with packages of the site'))
  expect(blocks.length).toBeGreaterThan(5)
  const files = blocks.map((block) => [fileOf(block), block.code] as const)
  const compiled = await compile(new Map(files), { packagesOf: 'docs' })
  await compiled.remove()
  expect(compiled.complaints).toEqual([])
})

/** The module of a page that makes an API, with the keys of the test pool. */
async function openApi(
  path: string,
  text: string,
): Promise<{ page: Page; createApi: (auth?: object) => unknown }> {
  const page = await openPageWithPackages(path, (code) =>
    code
      .replace('`${issuer}/.well-known/jwks.json`', JSON.stringify(keys.jwksUri))
      .replace(
        'domain: issuer',
        `domain: ${JSON.stringify(keys.jwksUri.replace('.well-known/jwks.json', ''))}`,
      )
      .replace('issuersWhitelist: [issuer]', ''),
  )
  const module = await page.module<{ createApi: (auth?: object) => unknown; verifier?: Verifier }>(text)
  module.verifier?.cacheJwks(pool.jwks)
  return { page, createApi: module.createApi }
}

/** What aws-jwt-verify has to take keys without fetching them. */
type Verifier = { cacheJwks(jwks: object): void }

describe.each([
  ['by-hand', 'createRemoteJWKSet'],
  ['aws-jwt-verify', 'CognitoJwtVerifier'],
  ['express-jwt', 'expressjwt'],
  ['express-oauth2-jwt-bearer', 'claimIncludes'],
])('Before the migration from %s', (name, text) => {
  it('the API answers as it should', async () => {
    const { page, createApi } = await openApi(`docs/migration/${name}.md`, text)
    const app = createApi() as Express
    app.set('env', 'test')
    await request(app).get('/me').expect(401)
    await request(app).get('/me').set('Authorization', `Bearer ${pool.idToken()}`).expect(401)
    const authorization = pool.bearer({ sub: 'alice' })
    await request(app).get('/me').set('Authorization', authorization).expect(200, { userId: 'alice' })
    await page.remove()
  })
})

describe('Before the migration from express-oauth2-jwt-bearer', () => {
  it('guards answer with the status that the page tells', async () => {
    const { page, createApi } = await openApi('docs/migration/express-oauth2-jwt-bearer.md', 'claimIncludes')
    const app = createApi() as Express
    app.set('env', 'test')
    const user = pool.bearer({ scopes: ['orders/write'] })
    await request(app).get('/orders').set('Authorization', user).expect(403)
    await request(app).delete('/users/7').set('Authorization', user).expect(401)
    const admin = pool.bearer({ scopes: ['orders/read'], groups: ['admin'] })
    await request(app).get('/orders').set('Authorization', admin).expect(200)
    await request(app).delete('/users/7').set('Authorization', admin).expect(204)
    await page.remove()
  })
})

describe('Before the migration from fastify-jwt', () => {
  it('the API answers as it should', async () => {
    const { page, createApi } = await openApi('docs/migration/fastify-jwt.md', 'fastifyJwt')
    const app = createApi() as FastifyInstance
    expect((await app.inject('/me')).statusCode).toBe(401)
    const idToken = `Bearer ${pool.idToken()}`
    expect((await app.inject({ url: '/me', headers: { authorization: idToken } })).statusCode).toBe(401)
    const authorization = pool.bearer({ sub: 'alice' })
    const response = await app.inject({ url: '/me', headers: { authorization } })
    expect(response.json()).toEqual({ userId: 'alice' })
    await app.close()
    await page.remove()
  })
})

describe('The recipe for CORS', () => {
  const preflight = {
    origin: 'https://app.example.com',
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization',
  }
  let page: Page

  beforeAll(async () => {
    page = await openPageWithPackages('docs/recipes/cors.md')
  })

  afterAll(() => page.remove())

  it('answers preflights and lets pages read refusals, in Express', async () => {
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>("'cors'")
    const app = createApi(pool.options)
    const { headers } = await request(app).options('/me').set(preflight).expect(204)
    expect(headers).toMatchObject({ 'access-control-allow-origin': preflight.origin })
    const refusal = await request(app).get('/me').set('Origin', preflight.origin).expect(401)
    expect(refusal.headers).toMatchObject({
      'access-control-allow-origin': preflight.origin,
      'access-control-expose-headers': 'WWW-Authenticate,Retry-After',
    })
  })

  it('answers preflights and lets pages read refusals, in Fastify', async () => {
    const { createApi } = await page.module<{ createApi: (auth: FastifyAuthOptions) => FastifyInstance }>(
      '@fastify/cors',
    )
    const app = createApi(pool.options)
    const allowed = await app.inject({ method: 'OPTIONS', url: '/me', headers: preflight })
    expect(allowed.statusCode).toBe(204)
    expect(allowed.headers).toMatchObject({ 'access-control-allow-origin': preflight.origin })
    const { statusCode, headers } = await app.inject({ url: '/me', headers: { origin: preflight.origin } })
    expect(statusCode).toBe(401)
    expect(headers).toMatchObject({
      'access-control-allow-origin': preflight.origin,
      'access-control-expose-headers': 'WWW-Authenticate, Retry-After',
    })
    await app.close()
  })
})
