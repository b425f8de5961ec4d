import * as onExpress from '@cognito-auth/express'
import cognitoAuth, * as onFastify from '@cognito-auth/fastify'
import { protectedResource } from '@cognito-auth/core'
import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import Fastify, { type FastifyServerOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CreateApp, expressVersions } from '../support/express.ts'
import { poolOptions } from './support/keys.ts'
import { exchange, type RawAnswer } from './support/raw-http.ts'

// The documents tell clients where to send their users and their codes. Nobody may talk the server into another address,
// and nothing but the documents may be open.

const origin = 'https://api.example.com'
const resources = ['/mcp', '/notes/:id', '/(.+)-::b'].map((path) =>
  protectedResource({
    resource: origin + path,
    scopes: [`${origin + path}/read`],
    domain: 'auth.example.com',
  }),
) as [onExpress.ProtectedResource]

const resourcePath = '/.well-known/oauth-protected-resource/mcp'
const serverPath = '/.well-known/oauth-authorization-server'

/** What is open: the paths, and their documents. */
const documents: Readonly<Record<string, object>> = {
  [resourcePath]: {
    resource: `${origin}/mcp`,
    authorization_servers: [origin],
    scopes_supported: [`${origin}/mcp/read`],
    bearer_methods_supported: ['header'],
  },
  [serverPath]: {
    issuer: origin,
    authorization_endpoint: 'https://auth.example.com/oauth2/authorize',
    token_endpoint: 'https://auth.example.com/oauth2/token',
    revocation_endpoint: 'https://auth.example.com/oauth2/revoke',
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
  },
}

type Server = { readonly port: number; close(): Promise<unknown> }

const frameworks: readonly { readonly name: string; readonly start: () => Promise<Server> }[] = [
  ...expressVersions.map(({ name, createApp }) => ({ name, start: () => startExpress(createApp) })),
  { name: 'Fastify 5', start: () => startFastify({}) },
  {
    name: 'Fastify 5 with a lenient router',
    start: () =>
      startFastify({
        exposeHeadRoutes: false,
        routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, caseSensitive: false },
      }),
  },
]

describe.each(frameworks)('metadata in $name', ({ start }) => {
  let server: Server
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.close())

  async function send(method: string, target: string, ...fields: string[]): Promise<RawAnswer> {
    const lines = [`${method} ${target} HTTP/1.1`, 'Connection: close', ...fields]
    const host = fields.some((field) => field.startsWith('Host:')) ? [] : ['Host: api.example.com']
    const [answer] = await exchange(server.port, `${[...lines, ...host].join('\r\n')}\r\n\r\n`)
    if (!answer) throw new Error('There is no answer')
    return answer
  }

  describe.each(Object.keys(documents))('%s', (path) => {
    const document = documents[path] ?? {}

    it.each([
      ['another host', ['Host: evil.example']],
      ['no host', ['Host: ']],
      ['a host with markup', ['Host: "><script>']],
      [
        'forwarding headers',
        ['X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: http', 'X-Forwarded-Port: 1'],
      ],
      ['a Forwarded header', ['Forwarded: host=evil.example;proto=http']],
      ['a prefix', ['X-Forwarded-Prefix: /evil', 'X-Script-Name: /evil']],
      ['another URL', ['X-Original-URL: /evil', 'X-Rewrite-URL: /evil']],
      ['another method', ['X-HTTP-Method-Override: DELETE', 'X-Method-Override: POST']],
      ['another origin', ['Origin: https://evil.example', 'Sec-Fetch-Site: cross-site']],
      ['malformed credentials', ['Authorization: Bearer a b', 'Authorization: x', 'Cookie: a=b']],
      [
        'a condition',
        ['If-None-Match: *', 'If-Match: "x"', 'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT'],
      ],
      ['a range', ['Range: bytes=0-3']],
      ['an encoding', ['Accept-Encoding: gzip, br', 'Accept: text/html', 'Accept-Charset: utf-16']],
    ])('stays the same for a request with %s', async (_what, fields) => {
      const { status, headers, body } = await send('GET', path, ...fields)
      expect({ status, body: JSON.parse(body) }).toEqual({ status: 200, body: document })
      expect(headers.get('access-control-allow-origin')).toEqual(['*'])
      expect(headers.get('cache-control')).toEqual(['max-age=3600'])
      expect(headers.get('content-type')).toEqual(['application/json; charset=utf-8'])
      for (const name of ['www-authenticate', 'set-cookie', 'vary', 'access-control-allow-credentials']) {
        expect(headers.get(name)).toBeUndefined()
      }
    })

    it.each([['?resource=https://evil.example'], ['?'], ['?a=1?b=2'], ['?x=%00']])(
      'ignores the query %s',
      async (query) => {
        const { status, body } = await send('GET', path + query)
        expect({ status, body: JSON.parse(body) }).toEqual({ status: 200, body: document })
      },
    )

    it('has the headers of GET and no body for HEAD', async () => {
      const { status, headers, body } = await send('HEAD', path)
      expect({ status, body }).toEqual({ status: 200, body: '' })
      expect(headers.get('access-control-allow-origin')).toEqual(['*'])
      expect(headers.get('content-type')).toEqual(['application/json; charset=utf-8'])
    })

    it.each([
      ['GET', 200],
      ['HEAD', 200],
      ['OPTIONS', 204],
    ])('answers %s with a final slash, too', async (method, expected) => {
      const { status, headers } = await send(method, `${path}/`)
      expect(status).toBe(expected)
      expect(headers.get('access-control-allow-origin')).toEqual(['*'])
    })

    it('answers the preflight of any page, without credentials', async () => {
      const { status, headers, body } = await send(
        'OPTIONS',
        path,
        'Origin: https://evil.example',
        'Access-Control-Request-Method: DELETE',
        'Access-Control-Request-Headers: mcp-protocol-version, x-evil',
      )
      expect({ status, body }).toEqual({ status: 204, body: '' })
      expect(headers.get('access-control-allow-origin')).toEqual(['*'])
      expect(headers.get('access-control-allow-methods')).toEqual(['GET'])
      expect(headers.get('access-control-allow-headers')).toEqual(['*'])
      expect(headers.get('access-control-allow-credentials')).toBeUndefined()
    })

    it.each([['POST'], ['PUT'], ['PATCH'], ['DELETE'], ['TRACE'], ['PROPFIND'], ['PURGE']])(
      'is not open for %s',
      async (method) => {
        const { status, headers } = await send(method, path)
        expect([401, 404, 405]).toContain(status)
        expect(headers.get('access-control-allow-origin')).toBeUndefined()
      },
    )

    it.each([
      ['in other case', path.toUpperCase()],
      ['with a second slash', `/${path}`],
      ['with two final slashes', `${path}//`],
      ['with a parameter', `${path};a=b`],
      ['with an extension', `${path}.json`],
      ['with an encoded slash', `${path}%2f`],
      ['with a null byte', `${path}%00`],
      ['with a backslash', `${path}\\`],
      ['with a malformed escape', `${path}%zz`],
      ['with dot segments', `/a/..${path}`],
      ['with encoded dot segments', `/a/%2e%2e${path}`],
      ['with an encoded letter', path.replace('well', '%77ell')],
      ['in absolute form', `http://evil.example${path}`],
      ['with an authority', `//evil.example${path}`],
      ['with a fragment', `${path}#evil`],
      ['with a suffix', `${path}/register`],
    ])('is the document or nothing when its path is written %s', async (_how, target) => {
      const { status, headers, body } = await send('GET', target)
      const isOpen = status === 200
      expect(isOpen || [400, 401, 404].includes(status)).toBe(true)
      expect(headers.get('access-control-allow-origin')).toEqual(isOpen ? ['*'] : undefined)
      expect(body).not.toContain('evil')
      expect(JSON.parse(body)).toMatchObject(isOpen ? document : { statusCode: status })
    })
  })

  it.each([
    ['/'],
    ['/mcp'],
    ['/register'],
    ['/authorize'],
    ['/token'],
    ['/oauth2/token'],
    ['/.well-known/openid-configuration'],
    ['/.well-known/jwks.json'],
    ['/.well-known/oauth-protected-resource'],
    ['/.well-known/oauth-protected-resource/'],
    ['/.well-known/oauth-protected-resource/other'],
    ['/.well-known/oauth-protected-resource/__proto__'],
    ['/.well-known/oauth-authorization-server/mcp'],
    ['/mcp/.well-known/oauth-protected-resource'],
    ['/constructor'],
  ])('leaves %s closed', async (path) => {
    for (const method of ['GET', 'POST', 'OPTIONS']) expect((await send(method, path)).status).toBe(401)
  })

  it.each([
    ['a name that looks like a parameter', '/notes/:id', '/notes/7'],
    ['a name that looks like an expression', '/(.+)-::b', '/xyz-:b'],
  ])('takes the path of a resource with %s literally', async (_what, path, other) => {
    const { status, body } = await send('GET', `/.well-known/oauth-protected-resource${path}`)
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ resource: origin + path })
    expect((await send('GET', `/.well-known/oauth-protected-resource${other}`)).status).toBe(401)
  })

  it('names the document in every challenge, whoever asks', async () => {
    const { status, headers } = await send(
      'GET',
      '/mcp',
      'Host: evil.example',
      'X-Forwarded-Host: evil.example',
    )
    expect(status).toBe(401)
    expect(headers.get('www-authenticate')?.[0]).toContain(`resource_metadata="${origin}${resourcePath}"`)
  })
})

async function startExpress(createApp: CreateApp): Promise<Server> {
  const app = createApp()
  app.set('trust proxy', true)
  app.use(onExpress.serveMetadata(...resources))
  app.use(onExpress.requireAuth({ ...poolOptions, protectedResource: resources[0] }))
  app.use((_req, res) => void res.sendStatus(204))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function startFastify(options: FastifyServerOptions): Promise<Server> {
  const app = Fastify({ ...options, trustProxy: true })
  app.register(onFastify.serveMetadata(...resources))
  app.register(cognitoAuth, { ...poolOptions, protectedResource: resources[0] })
  app.all('/mcp', async (_request, reply) => reply.code(204).send())
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() }
}
