import type { RequestListener } from 'node:http'
import { ConfigurationError, protectedResource, requireAuth, serveMetadata } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { expressVersions } from '../../../test/support/express.ts'
import { type RunningServer, start, type TestRequest } from '../../../test/support/http.ts'

const pool = await createTestUserPool()
const resource = protectedResource({
  resource: 'https://api.example.com/mcp',
  scopes: ['https://api.example.com/mcp/read'],
  domain: 'auth.example.com',
})
const path = '/.well-known/oauth-protected-resource/mcp'
const serverPath = '/.well-known/oauth-authorization-server'

const servers: RunningServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(listener: RequestListener): Promise<RunningServer> {
  const server = await start(listener)
  servers.push(server)
  return server
}

/** The middleware in front of a handler that answers all requests with 418, without Express. */
function createPlainListener(): RequestListener {
  const handler = serveMetadata(resource)
  return function listen(req, res) {
    const next = (): void => void res.writeHead(418).end('passed')
    Reflect.apply(handler, undefined, [req, res, next])
  }
}

const stacks = [
  ...expressVersions.map(({ name, createApp }) => ({
    name,
    listen(): RequestListener {
      const app = createApp()
      app.use(serveMetadata(resource))
      app.use((_req, res) => void res.status(418).send('passed'))
      return app
    },
  })),
  { name: 'node:http', listen: createPlainListener },
]

describe.each(stacks)('serveMetadata on $name', ({ listen }) => {
  it.each([path, `${path}/`, `${path}?a=b`, `${path}/?a=/b`, `${path}?`])('serves %s', async (target) => {
    const server = await serve(listen())
    const { status, headers, body } = await server.send({ path: target })
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'max-age=3600',
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(body.length),
    })
    expect(JSON.parse(body)).toEqual({
      resource: 'https://api.example.com/mcp',
      authorization_servers: ['https://api.example.com'],
      scopes_supported: ['https://api.example.com/mcp/read'],
      bearer_methods_supported: ['header'],
    })
  })

  it('serves the metadata of the authorization server', async () => {
    const server = await serve(listen())
    const { status, body } = await server.send({ path: serverPath })
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({
      issuer: 'https://api.example.com',
      token_endpoint: 'https://auth.example.com/oauth2/token',
    })
  })

  it('answers HEAD with the same headers and without a body', async () => {
    const server = await serve(listen())
    const { status, headers, body } = await server.send({ method: 'HEAD', path })
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'max-age=3600' })
    expect(body).toBe('')
  })

  it('answers OPTIONS with a preflight', async () => {
    const server = await serve(listen())
    const { status, headers, body } = await server.send({ method: 'OPTIONS', path })
    expect(status).toBe(204)
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': '*',
    })
    expect(headers).not.toHaveProperty('content-type')
    expect(body).toBe('')
  })

  it.each<TestRequest>([
    { path: '/' },
    { path: '/mcp' },
    { path: '/.well-known/oauth-protected-resource' },
    { path: `${path}x` },
    { path: `${path}//` },
    { path: `${serverPath}/mcp` },
    { path: '/.well-known/openid-configuration' },
    { method: 'POST', path },
    { method: 'DELETE', path: serverPath },
  ])('passes on $method $path', async (request) => {
    const server = await serve(listen())
    expect(await server.send(request)).toMatchObject({ status: 418, body: 'passed' })
  })
})

describe.each(expressVersions)('serveMetadata in $name', ({ createApp }) => {
  it('leaves everything else to the middleware behind it', async () => {
    const app = createApp()
    app.use(serveMetadata(resource))
    app.use('/mcp', requireAuth({ ...pool.options, protectedResource: resource }))
    app.get('/mcp', (req, res) => void res.send(req.cognito?.username))
    const server = await serve(app)

    const { status, headers } = await server.send({ path: '/mcp' })
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toBe(
      'Bearer realm="api", scope="https://api.example.com/mcp/read", ' +
        'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/mcp"',
    )
    const authorization = pool.bearer({ claims: { aud: 'https://api.example.com/mcp' } })
    expect(await server.send({ path: '/mcp', authorization })).toMatchObject({ status: 200, body: 'alice' })
  })

  it('compares the whole path where it is mounted on a path', async () => {
    const app = createApp()
    app.use('/api', serveMetadata(resource))
    app.use('/.well-known', serveMetadata(resource))
    const server = await serve(app)
    expect(await server.send({ path: `/api${path}` })).toMatchObject({ status: 404 })
    expect(await server.send({ path })).toMatchObject({ status: 200 })
  })
})

describe('serveMetadata', () => {
  it('throws a ConfigurationError unless it is given resources', () => {
    expect(() => serveMetadata()).toThrow(ConfigurationError)
    const options = { resource: 'https://api.example.com', scopes: ['a'], domain: 'auth.example.com' }
    // @ts-expect-error -- these are the options of a resource
    expect(() => serveMetadata(options)).toThrow(ConfigurationError)
    expect(() => serveMetadata(resource, resource)).toThrow(ConfigurationError)
  })

  it('says what to do if it is used uncalled', async () => {
    const server = await serve((req, res) => {
      try {
        Reflect.apply(serveMetadata, undefined, [req, res, () => undefined])
      } catch (error) {
        res.end(String(error))
      }
    })
    expect((await server.send()).body).toContain('call it: serveMetadata(resource)')
  })
})
