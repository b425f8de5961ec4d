import {
  cognitoAuth,
  ConfigurationError,
  type ProtectedResource,
  protectedResource,
  serveMetadata,
} from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'

const pool = await createTestUserPool()
const resource = describeResource('https://api.example.com/mcp')
const path = '/.well-known/oauth-protected-resource/mcp'
const serverPath = '/.well-known/oauth-authorization-server'

function describeResource(identifier: string): ProtectedResource {
  return protectedResource({
    resource: identifier,
    scopes: ['https://api.example.com/mcp/read'],
    domain: 'auth.example.com',
  })
}

const apps: FastifyInstance[] = []
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()))
})

function createApp(options: FastifyServerOptions = {}): FastifyInstance {
  const app = Fastify(options)
  apps.push(app)
  return app
}

/** An app whose routes all need a token, except for the metadata. */
function createProtectedApp(isFirst = true): FastifyInstance {
  const app = createApp()
  if (isFirst) void app.register(serveMetadata(resource))
  void app.register(cognitoAuth, { ...pool.options, protectedResource: resource })
  if (!isFirst) void app.register(serveMetadata(resource))
  app.get('/mcp', ({ cognito }) => Promise.resolve(cognito?.username))
  return app
}

describe('serveMetadata', () => {
  it.each([path, `${path}/`, `${path}?a=b`, `${path}/?a=/b`])('serves %s', async (url) => {
    const answer = await createProtectedApp().inject(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'max-age=3600',
      'content-type': 'application/json; charset=utf-8',
    })
    expect(answer.json()).toEqual({
      resource: 'https://api.example.com/mcp',
      authorization_servers: ['https://api.example.com'],
      scopes_supported: ['https://api.example.com/mcp/read'],
      bearer_methods_supported: ['header'],
    })
  })

  it('serves the metadata of the authorization server', async () => {
    expect((await createProtectedApp().inject(serverPath)).json()).toMatchObject({
      issuer: 'https://api.example.com',
      token_endpoint: 'https://auth.example.com/oauth2/token',
    })
  })

  it('answers HEAD with the same headers and without a body', async () => {
    const { statusCode, headers, body } = await createProtectedApp().inject({ method: 'HEAD', url: path })
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'max-age=3600' })
    expect(body).toBe('')
  })

  it('answers OPTIONS with a preflight', async () => {
    const { statusCode, headers, body } = await createProtectedApp().inject({ method: 'OPTIONS', url: path })
    expect(statusCode).toBe(204)
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': '*',
    })
    expect(headers).not.toHaveProperty('content-type')
    expect(body).toBe('')
  })

  it.each([true, false])('needs no token, registered before the plugin: %s', async (isFirst) => {
    const app = createProtectedApp(isFirst)
    expect(await app.inject(path)).toMatchObject({ statusCode: 200 })
    const { statusCode, headers } = await app.inject('/mcp')
    expect(statusCode).toBe(401)
    expect(headers['www-authenticate']).toBe(
      'Bearer realm="api", scope="https://api.example.com/mcp/read", ' +
        'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/mcp"',
    )
    const authorization = pool.bearer({ claims: { aud: 'https://api.example.com/mcp' } })
    expect(await app.inject({ url: '/mcp', headers: { authorization } })).toMatchObject({ body: 'alice' })
  })

  it.each([
    { url: '/.well-known/oauth-protected-resource' },
    { url: `${path}x` },
    { url: `${path}//` },
    { url: `${serverPath}/mcp` },
    { method: 'POST', url: path } as const,
  ])('leaves to the app: $method $url', async (request) => {
    expect(await createProtectedApp().inject(request)).toMatchObject({ statusCode: 401 })
  })

  it.each<FastifyServerOptions>([
    { exposeHeadRoutes: false },
    { routerOptions: { ignoreTrailingSlash: true } },
    { routerOptions: { ignoreDuplicateSlashes: true } },
    { routerOptions: { caseSensitive: false } },
  ])('works in an app with the options %j', async (options) => {
    const app = createApp(options)
    void app.register(serveMetadata(resource))
    const requests = [path, `${path}/`, serverPath].flatMap((url) => [url, { method: 'HEAD', url } as const])
    for (const request of requests) expect(await app.inject(request)).toMatchObject({ statusCode: 200 })
  })

  it('takes a colon in a path literally', async () => {
    const app = createApp()
    const colon = protectedResource({
      resource: 'https://api.example.com/a:b/c::d',
      scopes: ['a'],
      authorizationServers: ['https://auth.example.com'],
    })
    void app.register(serveMetadata(colon))
    const base = '/.well-known/oauth-protected-resource'
    expect(await app.inject(`${base}/a:b/c::d`)).toMatchObject({ statusCode: 200 })
    expect(await app.inject(`${base}/ax/c::d`)).toMatchObject({ statusCode: 404 })
    expect(await app.inject(`${base}/a:b/c:d`)).toMatchObject({ statusCode: 404 })
  })

  it.each(['https://api.example.com/*', 'https://api.example.com/caf%C3%A9'])(
    'fails to register for %s, which the router cannot take literally',
    async (identifier) => {
      const app = createApp()
      void app.register(serveMetadata(describeResource(identifier)))
      await expect(app.ready()).rejects.toThrow('Use a resource without * and % in its path.')
    },
  )

  it.each([
    ['of its own', (app: FastifyInstance) => void app.register(serveMetadata(resource), { prefix: '/api' })],
    [
      'of the scope',
      (app: FastifyInstance) =>
        void app.register(async (scope) => void scope.register(serveMetadata(resource)), { prefix: '/api' }),
    ],
  ])('fails to register with a prefix %s', async (_, register) => {
    const app = createApp()
    register(app)
    const failure = Promise.resolve(app.ready())
    await expect(failure).rejects.toBeInstanceOf(ConfigurationError)
    await expect(failure).rejects.toMatchObject({
      option: 'prefix',
      message:
        "serveMetadata has the prefix '/api', but the paths of metadata begin at the root. Register it in a scope " +
        'without a prefix.',
    })
  })

  it('works in a scope without a prefix', async () => {
    const app = createApp()
    void app.register(async (scope) => void scope.register(serveMetadata(resource)))
    expect(await app.inject(path)).toMatchObject({ statusCode: 200 })
  })

  it('throws a ConfigurationError unless it is given resources', () => {
    expect(() => serveMetadata()).toThrow(ConfigurationError)
    const options = { resource: 'https://api.example.com', scopes: ['a'], domain: 'auth.example.com' }
    // @ts-expect-error -- these are the options of a resource
    expect(() => serveMetadata(options)).toThrow(ConfigurationError)
    expect(() => serveMetadata(resource, resource)).toThrow(ConfigurationError)
  })
})
