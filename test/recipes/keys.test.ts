import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { type CognitoAuthOptions, createAuthenticator } from '@cognito-auth/core'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, run } from '../support/child.ts'
import { openPage, type Page } from '../support/page.ts'

describe('The readiness of the page', () => {
  let pool: TestUserPool
  let keys: JwksServer
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    keys = await pool.listen()
    page = await openPage('docs/keys.md')
  })

  afterAll(() => Promise.all([keys.close(), page.remove()]))

  it('is told by Express', async () => {
    const { createApi } = await page.module<{ createApi: (options: CognitoAuthOptions) => Express }>(
      "express'\n\nexport function createApi",
    )
    await request(createApi(keys.options)).get('/ready').expect(200)
    await request(createApi(unreachable(pool)))
      .get('/ready')
      .expect(503)
  })

  it('is told by Fastify', async () => {
    const { createApi } = await page.module<{ createApi: (options: FastifyAuthOptions) => FastifyInstance }>(
      'app.cognito.ready',
    )
    expect((await createApi(keys.options).inject('/ready')).statusCode).toBe(200)
    const { statusCode, body } = await createApi(unreachable(pool)).inject('/ready')
    expect({ statusCode, body }).toEqual({ statusCode: 503, body: '' })
  })
})

function unreachable({ userPoolId, clientId }: TestUserPool): CognitoAuthOptions {
  return { userPoolId, clientId, keys: { fetch: () => Promise.reject(new Error('no network')) } }
}

describe('The page about keys', () => {
  it('is right about an emulator that gives a new key the name of the old one', async () => {
    const options = { userPoolId: 'us-east-1_EXAMPLE1', clientId: '4exampleclientid0000000000' }
    const before = createSigner('same')
    const after = createSigner('same')
    let published = before
    const fetch = () => Promise.resolve(Response.json({ keys: [published.jwk] }))
    const { verify } = createAuthenticator({ ...options, keys: { fetch } })
    const { verify: verifySoon } = createAuthenticator({ ...options, keys: { fetch, maxAgeSeconds: 0.1 } })
    await verify(before.token())
    await verifySoon(before.token())

    published = after
    await delay(150)
    await expect(verify(after.token())).rejects.toMatchObject({ reason: 'signature' })
    await expect(verifySoon(after.token())).rejects.toMatchObject({ reason: 'signature' })
    await delay(20)
    await expect(verify(after.token())).rejects.toMatchObject({ reason: 'signature' })
    await expect(verifySoon(after.token())).resolves.toBeDefined()
  })

  it('has options for an emulator that are accepted', async () => {
    const page = await openPage('docs/keys.md')
    const { authenticator } = await page.module<{ authenticator: object }>('maxAgeSeconds: 1')
    await page.remove()
    expect(authenticator).toBeDefined()
  })

  it('is right about the proxy variables of this version of Node', async () => {
    const connects: string[] = []
    const proxy = createServer()
    proxy.on('connect', ({ url }, socket) => {
      connects.push(String(url))
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const address = proxy.address()
    const host = `127.0.0.1:${await freePort()}`
    const fetchKeys = `
      import { createAuthenticator } from '@cognito-auth/core'
      const [jwksUri] = process.argv.slice(1)
      const options = { userPoolId: 'us-east-1_EXAMPLE1', clientId: null, jwksUri }
      await createAuthenticator(options).ready().catch(() => undefined)
    `
    const fetchWith = async (env: Record<string, string>): Promise<readonly string[]> => {
      connects.length = 0
      const HTTPS_PROXY = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
      const args = ['--eval', fetchKeys, `https://${host}/jwks.json`]
      await run('--input-type=module', args, { HTTPS_PROXY, ...env }).end
      return [...connects]
    }

    expect(await fetchWith({})).toEqual([])
    expect(await fetchWith({ NODE_USE_ENV_PROXY: '1' })).toEqual(readsProxyVariables() ? [host] : [])
    expect(await fetchWith({ NODE_USE_ENV_PROXY: '1', NO_PROXY: '127.0.0.1' })).toEqual([])
    proxy.close()
  })
})

/** Whether the table of the page says so. */
function readsProxyVariables(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21)
}

/** Signs tokens with a key of its own, published under a name that others may use too. */
function createSigner(kid: string): { jwk: object; token(): string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' },
    token() {
      const claims = {
        iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE1',
        sub: 'alice',
        client_id: '4exampleclientid0000000000',
        token_use: 'access',
        exp: Math.floor(Date.now() / 1000) + 3600,
      }
      const input = `${encode({ kid, alg: 'RS256' })}.${encode(claims)}`
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
    },
  }
}
