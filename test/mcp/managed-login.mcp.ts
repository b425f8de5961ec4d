import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browse } from './support/browse.ts'
import { alice, callbackUrl, openStage, type Stage } from './support/stage.ts'

const verifier = 'a-verifier-of-at-least-43-characters-0123456789'
const challenge = createHash('sha256').update(verifier).digest('base64url')

let stage: Stage
let resource: string
beforeAll(async () => {
  stage = await openStage()
  resource = stage.urls.express
})
afterAll(() => stage.close())

describe('/oauth2/authorize', () => {
  it('sends the browser back with a code and the state', async () => {
    const callback = await browse(authorizationUrl(), alice)
    expect(callback.href.startsWith(`${callbackUrl}?`)).toBe(true)
    expect(Object.fromEntries(callback.searchParams)).toEqual({ code: expect.any(String), state: 'x' })
  })

  it.each([
    ['another path', `${callbackUrl}/other`],
    ['a final slash', `${callbackUrl}/`],
    ['a query', `${callbackUrl}?a=b`],
    ['another port', callbackUrl.replace('8976', '8977')],
    ['another host', callbackUrl.replace('localhost', '127.0.0.1')],
  ])('sends the browser nowhere if the redirect URI has %s', async (_what, redirect_uri) => {
    const response = await fetch(authorizationUrl({ redirect_uri }), { redirect: 'manual' })
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
  })

  it.each([
    ['an unknown scope', { scope: 'phone' }, 'invalid_scope'],
    ['the implicit grant', { response_type: 'token' }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
  ])('reports %s to the client', async (_what, parameters, error) => {
    const callback = await browse(authorizationUrl(parameters), alice)
    expect(callback.searchParams.get('error')).toBe(error)
    expect(callback.searchParams.get('code')).toBeNull()
  })

  it('does not accept a wrong password', async () => {
    await expect(browse(authorizationUrl(), { ...alice, password: 'wrong' })).rejects.toThrow('not accepted')
  })
})

describe('/oauth2/token', () => {
  it('binds the token to the resource, and does not name the scopes', async () => {
    const { status, body } = await redeem(await codeFor({}))
    expect(status).toBe(200)
    expect(Object.keys(body).toSorted()).toEqual([
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
    ])
    expect(claimsOf(body.access_token)).toMatchObject({ aud: resource, scope: `${resource}/read` })
  })

  it('gives a token without aud if the client has named no resource', async () => {
    const { body } = await redeem(await codeFor({ resource: undefined }))
    expect(claimsOf(body.access_token)).not.toHaveProperty('aud')
  })

  it('gives an ID token for the scope openid only', async () => {
    const { body } = await redeem(await codeFor({ scope: 'openid' }))
    expect(claimsOf(body.id_token)).toMatchObject({ token_use: 'id', aud: stage.pool.clientId })
  })

  it.each([
    ['a verifier that does not fit', {}, { code_verifier: `${verifier}x` }],
    ['no verifier', {}, { code_verifier: undefined }],
    ['another redirect URI', {}, { redirect_uri: `${callbackUrl}/` }],
    ['an unknown code', {}, { code: 'made-up' }],
    ['a resource that is no resource server', { resource: 'http://localhost/mcp' }, {}],
  ])('refuses %s', async (_what, authorization, fields) => {
    const answer = await redeem(await codeFor(authorization), fields)
    expect(answer).toEqual({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('redeems a code once', async () => {
    const code = await codeFor({})
    expect((await redeem(code)).status).toBe(200)
    expect(await redeem(code)).toEqual({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('refreshes with the same claims, until the refresh token is revoked', async () => {
    const { body } = await redeem(await codeFor({}))
    const fields = { grant_type: 'refresh_token', refresh_token: body.refresh_token }
    const refreshed = await post('token', fields)
    expect(Object.keys(refreshed.body)).not.toContain('refresh_token')
    const { aud, scope, auth_time, origin_jti } = claimsOf(body.access_token)
    expect(claimsOf(refreshed.body.access_token)).toMatchObject({ aud, scope, auth_time, origin_jti })

    expect((await post('revoke', { token: body.refresh_token })).status).toBe(200)
    expect(await post('token', fields)).toEqual({ status: 400, body: { error: 'invalid_grant' } })
  })

  it.each([
    ['an unknown client', { client_id: 'other' }, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %s', async (_what, fields, error) => {
    expect(await post('token', fields)).toEqual({ status: 400, body: { error } })
  })
})

type Parameters = Readonly<Record<string, string | undefined>>

function authorizationUrl(parameters: Parameters = {}): URL {
  const url = new URL('/oauth2/authorize', stage.domain)
  const all: Parameters = {
    response_type: 'code',
    client_id: stage.pool.clientId,
    redirect_uri: callbackUrl,
    scope: `${resource}/read`,
    state: 'x',
    resource,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...parameters,
  }
  url.search = String(paramsOf(all))
  return url
}

async function codeFor(parameters: Parameters): Promise<string> {
  const callback = await browse(authorizationUrl(parameters), alice)
  return callback.searchParams.get('code') ?? ''
}

type Answer = { readonly status: number; readonly body: Readonly<Record<string, string>> }

function redeem(code: string, fields: Parameters = {}): Promise<Answer> {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: callbackUrl, code_verifier: verifier }
  return post('token', { ...grant, ...fields })
}

async function post(endpoint: 'token' | 'revoke', fields: Parameters): Promise<Answer> {
  const body = paramsOf({ client_id: stage.pool.clientId, ...fields })
  const response = await fetch(`${stage.domain}/oauth2/${endpoint}`, { method: 'POST', body })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

function paramsOf(parameters: Parameters): URLSearchParams {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return new URLSearchParams(given)
}

function claimsOf(token = ''): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
