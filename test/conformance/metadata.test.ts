import { request as openRequest } from 'node:http'
import * as express from '@cognito-auth/express'
import * as fastify from '@cognito-auth/fastify'
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expressVersions } from '../support/express.ts'
import { originOf, type Reply, start } from '../support/http.ts'
import { pool } from './table.ts'

const resource = express.protectedResource({
  resource: 'https://api.example.com/mcp',
  scopes: ['mcp/read'],
  domain: 'auth.example.com',
})
const root = express.protectedResource({
  resource: 'https://api.example.com',
  scopes: ['orders/read'],
  domain: 'https://auth.example.com',
  name: 'Orders',
})
const path = '/.well-known/oauth-protected-resource'
const serverPath = '/.well-known/oauth-authorization-server'

const documents: Readonly<Record<string, object>> = {
  [`${path}/mcp`]: {
    resource: 'https://api.example.com/mcp',
    authorization_servers: ['https://api.example.com'],
    scopes_supported: ['mcp/read'],
    bearer_methods_supported: ['header'],
  },
  [path]: {
    resource: 'https://api.example.com',
    authorization_servers: ['https://api.example.com'],
    scopes_supported: ['orders/read'],
    bearer_methods_supported: ['header'],
    resource_name: 'Orders',
  },
  [serverPath]: {
    issuer: 'https://api.example.com',
    authorization_endpoint: 'https://auth.example.com/oauth2/authorize',
    token_endpoint: 'https://auth.example.com/oauth2/token',
    revocation_endpoint: 'https://auth.example.com/oauth2/revoke',
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
  },
}

/** An API whose only open paths are those of the metadata. */
interface Api {
  readonly origin: string
  close(): Promise<void>
}

const frameworks = [
  ...expressVersions.map(({ name, createApp }) => ({
    name,
    async listen(): Promise<Api> {
      const app = createApp()
      app.use(express.serveMetadata(resource, root))
      app.use(express.requireAuth({ ...pool.options, protectedResource: resource }))
      return start(app)
    },
  })),
  {
    name: 'Fastify 5',
    async listen(): Promise<Api> {
      const app = Fastify()
      await app.register(fastify.serveMetadata(resource, root))
      await app.register(fastify.cognitoAuth, { ...pool.options, protectedResource: resource })
      await app.listen({ host: '127.0.0.1', port: 0 })
      return { origin: originOf(app.server.address()), close: () => app.close() }
    },
  },
]

/** Sends a request line as it is written, which may have any form. */
function ask(
  { origin }: Api,
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const sent = openRequest({ hostname, port, method, path: target, agent: false, headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    })
    sent.on('error', reject).end()
  })
}

describe.each(frameworks)('The metadata on $name', ({ listen }) => {
  let api: Api
  beforeAll(async () => {
    api = await listen()
  })
  afterAll(() => api.close())

  describe.each(Object.entries(documents))('at %s', (documentPath, document) => {
    it.each(['', '/', '?', '?a=b', '/?a=b'])('is served with %j at the end of the path', async (end) => {
      const { status, headers, body } = await ask(api, 'GET', documentPath + end)
      expect(status).toBe(200)
      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        'cache-control': 'max-age=3600',
        'content-type': 'application/json; charset=utf-8',
      })
      expect(JSON.parse(body)).toEqual(document)
    })

    it('has no body for HEAD', async () => {
      const { status, headers, body } = await ask(api, 'HEAD', documentPath)
      expect({ status, body }).toEqual({ status: 200, body: '' })
      expect(headers['content-type']).toBe('application/json; charset=utf-8')
    })

    it('lets scripts of other origins read it', async () => {
      const preflight = { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'GET' }
      const { status, headers, body } = await ask(api, 'OPTIONS', documentPath, preflight)
      expect({ status, body }).toEqual({ status: 204, body: '' })
      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET',
        'access-control-allow-headers': '*',
      })
    })

    it.each<Readonly<Record<string, string>>>([
      { Host: 'intruder.example.com' },
      { 'X-Forwarded-Host': 'intruder.example.com', 'X-Forwarded-Proto': 'http' },
      { Forwarded: 'host=intruder.example.com;proto=http' },
      { 'X-Original-URL': '/intruder', 'X-Rewrite-URL': '/intruder', 'X-Forwarded-Prefix': '/intruder' },
      { Authorization: 'Bearer junk' },
      { Origin: 'https://intruder.example.com' },
    ])('is the same with %j', async (headers) => {
      const { status, headers: answered, body } = await ask(api, 'GET', documentPath, headers)
      expect(status).toBe(200)
      expect(JSON.parse(body)).toEqual(document)
      expect(JSON.stringify(answered)).not.toContain('intruder')
    })

    it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('is not for %s', async (method) => {
      expect(await ask(api, method, documentPath)).toMatchObject({ status: 401 })
    })
  })

  it.each([
    `/${path}/mcp`,
    `${path}//mcp`,
    `${path}/mcp//`,
    `${path}/MCP`,
    '/.WELL-KNOWN/oauth-protected-resource/mcp',
    `${path}%2Fmcp`,
    `${path}/mcp%2F`,
    `${path}/mcp%3Fa`,
    `${path}/mcp%00`,
    `${path}/mcp;a`,
    `${path}/mcp/tools`,
    `${path}/../oauth-protected-resource/mcp`,
    `${path}/./mcp`,
    `${serverPath}/mcp`,
    '/.well-known/openid-configuration',
    '/.well-known',
    `/mcp${path}`,
    `/?${path}`,
    `/${encodeURIComponent(`${path}/mcp`)}`,
    `//intruder.example.com${path}/mcp`,
  ])('is not at %s', async (target) => {
    const { status, body } = await ask(api, 'GET', target)
    expect({ status, body: JSON.parse(body) }).toMatchObject({
      status: 401,
      body: { code: 'credentials_missing' },
    })
  })

  // Fastify reads more spellings of a path than Express compares.
  it.each([
    `http://intruder.example.com${path}/mcp`,
    `http://user:secret@intruder.example.com:1${path}/mcp`,
    `${path}/m%63p`,
    `${path}/mcp#a`,
    `/%2Ewell-known/oauth-protected-resource/mcp`,
  ])('is the same or needs a token at %s', async (target) => {
    const { status, headers, body } = await ask(api, 'GET', target)
    expect([401, documents[`${path}/mcp`]]).toContainEqual(status === 200 ? JSON.parse(body) : status)
    expect(JSON.stringify(headers) + body).not.toMatch(/intruder|secret/)
  })
})
