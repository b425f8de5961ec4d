import { once } from 'node:events'
import { get } from 'node:http'
import { createAuthenticator, isAuthError, type Principal } from '@cognito-auth/core'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LoopbackServer, startLoopbackServer } from '../dist/loopback-server.js'
import { createTokenHandler } from '../dist/token-handler.js'

let pool: TestUserPool
let server: LoopbackServer

beforeAll(async () => {
  pool = await createTestUserPool()
  server = await startLoopbackServer(0, false, createTokenHandler(pool, new Map([['alice', ['admin']]])))
})

afterAll(() => server.close())

const request = (query: string, init?: RequestInit) => fetch(`${server.url}/token${query}`, init)

/** The principal of the token that a request returns. */
async function principalOf(query: string, tokenUse: 'access' | 'id' = 'access'): Promise<Principal> {
  const token = await (await request(query)).text()
  return createAuthenticator({ ...pool.options, tokenUse }).verify(token)
}

describe('createTokenHandler', () => {
  it('returns an access token as text', async () => {
    const response = await request('')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const principal = await createAuthenticator(pool.options).verify(await response.text())
    expect(principal).toMatchObject({ kind: 'user', username: 'alice', groups: ['admin'] })
  })

  it('gives users the groups of the list, and others none', async () => {
    expect((await principalOf('?username=alice')).groups).toEqual(['admin'])
    expect((await principalOf('?username=bob')).groups).toEqual([])
  })

  it.each([
    ['?groups=staff,editors', { groups: ['staff', 'editors'] }],
    ['?groups=staff&groups=editors', { groups: ['staff', 'editors'] }],
    ['?groups=', { groups: [] }],
    ['?scopes=orders/read+orders/write', { scopes: ['orders/read', 'orders/write'] }],
    ['?scopes=orders/read,orders/write', { scopes: ['orders/read', 'orders/write'] }],
    ['?sub=7', { userId: '7' }],
    ['?kind=machine&scopes=orders/write', { kind: 'machine', scopes: ['orders/write'] }],
  ])('creates a token for %s', async (query, expected) => {
    const principal = await principalOf(query)
    expect({ ...principal, scopes: [...principal.scopes] }).toMatchObject(expected)
  })

  it('creates ID tokens', async () => {
    expect(await principalOf('?kind=id&username=bob', 'id')).toMatchObject({
      username: 'bob',
      tokenUse: 'id',
    })
  })

  it.each([
    ['?expiresInSeconds=-1', 'token_expired'],
    ['?clientId=other', 'token_invalid'],
  ])('creates invalid tokens for %s', async (query, code) => {
    const error = await principalOf(query).catch((thrown: unknown) => thrown)
    expect(isAuthError(error) && error.code).toBe(code)
  })

  it.each([
    ['?user=alice', 'There is no parameter user. The parameters are username, groups, scopes, kind,'],
    ['?kind=refresh', 'kind must be access, id or machine.'],
    ['?username=', "username is ''. It must be a non-empty string."],
    ['?expiresInSeconds=soon', 'expiresInSeconds is NaN. It must be a finite number.'],
    ['?expiresInSeconds=', 'expiresInSeconds is NaN. It must be a finite number.'],
  ])('answers %s with 400', async (query, message) => {
    const response = await request(query)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ message: expect.stringContaining(message) })
  })

  it('answers POST, and neither other methods nor other paths', async () => {
    expect((await request('', { method: 'POST' })).status).toBe(200)
    expect((await request('', { method: 'DELETE' })).status).toBe(404)
    for (const path of ['/', '/token/', '//', '/tokens'])
      expect((await fetch(server.url + path)).status).toBe(404)
  })

  it.each([
    ['http://localhost:5173', 'http://localhost:5173'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['https://localhost.example', null],
    ['null', null],
  ])('lets pages on %s read %s', async (origin, allowed) => {
    const { headers } = await request('', { headers: { origin } })
    expect(headers.get('access-control-allow-origin')).toBe(allowed)
    expect(headers.get('vary')).toBe('Origin')
  })

  it.each([
    ['localhost:4000', 200],
    ['127.0.0.1', 200],
    ['rebound.example', 403],
    ['127.0.0.1.rebound.example:4000', 403],
  ])('answers requests to the host %s with %i', async (host, status) => {
    const sent = get(`${server.url}/token`, { headers: { host }, agent: false })
    const [response] = await once(sent, 'response')
    response.resume()
    expect(response.statusCode).toBe(status)
  })
})
