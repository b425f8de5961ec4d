import { type IncomingMessage, ServerResponse } from 'node:http'
import { connect, type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2'
import type { Socket } from 'node:net'
import cognitoAuth, {
  createAuthenticator,
  type FastifyAuthOptions,
  requireGroup,
} from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { originOf } from '../../../test/support/http.ts'

let pool: TestUserPool
let app: FastifyInstance
const tokenFrom = { cookie: '__Host-access' } as const

beforeAll(async () => {
  pool = await createTestUserPool()
})

beforeEach(() => {
  app = Fastify()
})

afterEach(() => app.close())

function cookie(): string {
  return `__Host-access=${pool.accessToken({ username: 'alice' })}`
}

/** Registers the plugin, and routes whose responses have these headers before the plugin runs, and get these behind it. */
async function register(
  options: FastifyAuthOptions,
  before: Readonly<Record<string, string>> = {},
  behind: Readonly<Record<string, string>> = {},
): Promise<void> {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(before)
    done()
  })
  await app.register(cognitoAuth, options)
  app.all('/', (request, reply) => reply.headers(behind).send({ user: request.cognito?.username ?? null }))
  app.get('/admin', { onRequest: requireGroup('admin') }, () => Promise.resolve('admin'))
  app.get('/open', { config: { cognito: false } }, () => Promise.resolve('open'))
}

/** The status of an answer, and the headers that caches read. */
async function cachingOf(url: string, headers: InjectOptions['headers'] = {}): Promise<readonly unknown[]> {
  const answer = await app.inject({ url, headers })
  return [answer.statusCode, answer.headers.vary, answer.headers['cache-control']]
}

describe('a cookie source', () => {
  it('marks responses for caches', async () => {
    await register({ ...pool.options, tokenFrom })
    const headers = { cookie: cookie() }
    expect(await cachingOf('/')).toEqual([401, 'Cookie', 'no-store'])
    expect(await cachingOf('/', headers)).toEqual([200, 'Cookie', 'private'])
    expect(await cachingOf('/', { authorization: pool.bearer() })).toEqual([200, 'Cookie', undefined])
    expect(await cachingOf('/admin', headers)).toEqual([403, 'Cookie', 'no-store'])
    expect(await cachingOf('/nowhere', headers)).toEqual([404, 'Cookie', 'private'])
    expect(await cachingOf('/open', headers)).toEqual([200, undefined, undefined])
  })

  it('marks responses to anonymous requests, which a cookie would change', async () => {
    await register({ ...pool.options, tokenFrom, routes: 'optional' })
    expect(await cachingOf('/')).toEqual([200, 'Cookie', undefined])
  })

  it('keeps headers that the application has set before', async () => {
    await register({ ...pool.options, tokenFrom }, { vary: 'Origin', 'cache-control': 'no-cache' })
    expect(await cachingOf('/', { cookie: cookie() })).toEqual([200, 'Origin, Cookie', 'no-cache'])
  })

  it('leaves it to the application to replace headers', async () => {
    const own = { vary: 'Accept', 'cache-control': 'private, max-age=60' }
    await register({ ...pool.options, tokenFrom }, {}, own)
    expect(await cachingOf('/', { cookie: cookie() })).toEqual([200, 'Accept', 'private, max-age=60'])
  })

  it('marks responses that a handler sends without Fastify', async () => {
    await register({ ...pool.options, tokenFrom })
    app.get('/events', (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream' }).end()
    })
    expect(await cachingOf('/events', { cookie: cookie() })).toEqual([200, 'Cookie', 'private'])
  })

  it('leaves a response alone that has begun', async () => {
    app.addHook('onRequest', (_request, reply, done) => {
      reply.raw.writeHead(200)
      done()
    })
    await register({ ...pool.options, tokenFrom })
    app.get('/events', (_request, reply) => {
      reply.hijack()
      reply.raw.end()
    })
    expect(await cachingOf('/events', { cookie: cookie() })).toEqual([200, undefined, undefined])
  })

  it('leaves no-store on a refusal that an error handler answers', async () => {
    await register({ ...pool.options, tokenFrom })
    app.setErrorHandler((_error, _request, reply) => reply.send('sorry'))
    const headers = { cookie: cookie(), 'sec-fetch-site': 'cross-site' }
    const answer = await app.inject({ method: 'POST', url: '/', headers })
    expect([answer.statusCode, answer.body]).toEqual([403, 'sorry'])
    expect([answer.headers.vary, answer.headers['cache-control']]).toEqual(['Cookie', 'no-store'])
    expect(answer.headers).not.toHaveProperty('www-authenticate')
  })

  it('works next to an authenticator', async () => {
    await register({ authenticator: createAuthenticator(pool.options), tokenFrom })
    const headers = { cookie: cookie() }
    expect((await app.inject({ url: '/', headers })).json()).toEqual({ user: 'alice' })
    const forged = await app.inject({
      method: 'POST',
      url: '/',
      headers: { ...headers, origin: 'https://evil.example' },
    })
    expect([forged.statusCode, forged.json()]).toMatchObject([403, { code: 'cross_origin' }])
  })

  it('marks no responses if there is none', async () => {
    await register(pool.options)
    expect(await cachingOf('/', { authorization: pool.bearer() })).toEqual([200, undefined, undefined])
  })
})

describe('an upgrade with a cookie', () => {
  /** Asks for a WebSocket from an origin. There is none: the status of the response says whether the route was reached. */
  async function statusFrom(origin: string | undefined): Promise<number> {
    app.server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      const response = new ServerResponse(request)
      response.assignSocket(socket)
      response.once('finish', () => socket.destroy())
      app.routing(request, response)
    })
    await register({ ...pool.options, tokenFrom })
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    const webSocket = new WebSocket(address.replace('http', 'ws'), {
      headers: { cookie: cookie() },
      ...(origin !== undefined && { origin: origin === 'own' ? address : origin }),
    })
    try {
      return await new Promise<number>((resolve, reject) => {
        webSocket.once('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode))
        webSocket.once('error', reject)
      })
    } finally {
      webSocket.terminate()
    }
  }

  it.each([
    ['the same origin', 'own', 200],
    ['a client that is no browser', undefined, 200],
    ['another origin', 'https://evil.example', 403],
    ['an opaque origin', 'null', 403],
  ])('from %s', async (_who, origin, status) => {
    expect(await statusFrom(origin)).toBe(status)
  })
})

describe('a server for HTTP/2', () => {
  let client: ClientHttp2Session
  let address: string

  beforeEach(async () => {
    const server = Fastify({ http2: true })
    await server.register(cognitoAuth, { ...pool.options, tokenFrom })
    server.all('/', (request) => Promise.resolve({ user: request.cognito?.username }))
    await server.listen({ host: '127.0.0.1', port: 0 })
    address = originOf(server.server.address())
    client = connect(address)
    return async () => {
      client.close()
      await server.close()
    }
  })

  /** Status, `Vary` and `Cache-Control`. */
  function send(headers: OutgoingHttpHeaders, method = 'POST'): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      const stream = client.request({ ':path': '/', ':method': method, ...headers })
      stream.once('response', (response) => {
        resolve([response[':status'], response.vary, response['cache-control']])
        stream.resume()
      })
      stream.once('error', reject)
      stream.end()
    })
  }

  const passed = [200, 'Cookie', 'private']
  const refused = [403, 'Cookie', 'no-store']

  it('compares the origin with :authority', async () => {
    expect(await send({ cookie: cookie(), origin: address })).toEqual(passed)
    expect(await send({ cookie: cookie(), origin: 'https://evil.example' })).toEqual(refused)
    const publicly = { ':authority': 'API.example.com', cookie: cookie() }
    expect(await send({ ...publicly, origin: 'https://api.example.com' })).toEqual(passed)
    expect(await send({ ...publicly, origin: address })).toEqual(refused)
  })

  it('refuses an origin that is only one of two different hosts', async () => {
    const twice = { ':authority': 'api.example.com', host: 'evil.example', cookie: cookie() }
    for (const host of ['api.example.com', 'evil.example'])
      expect(await send({ ...twice, origin: `https://${host}` })).toEqual(refused)
  })

  it('reads a cookie from several fields, and refuses two of them', async () => {
    expect(await send({ cookie: ['a=1', cookie(), 'b=2'] })).toEqual(passed)
    expect(await send({ cookie: [cookie(), 'b=2', cookie()] })).toEqual([400, 'Cookie', 'no-store'])
  })

  it('lets GET and HEAD pass from another origin, and no other method', async () => {
    const forged = { cookie: cookie(), origin: 'https://evil.example' }
    expect(await send(forged, 'GET')).toEqual(passed)
    expect(await send(forged, 'HEAD')).toEqual(passed)
    expect(await send(forged, 'PATCH')).toEqual(refused)
  })
})
