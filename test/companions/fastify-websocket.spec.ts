import { once } from 'node:events'
import { cognitoAuth, getPrincipal, requireGroup } from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { originOf } from '../support/http.ts'
import { timeOf, track, type TrackedServer } from './support/upgrade.ts'

const pool = await createTestUserPool()

const orders = [
  {
    order: '@fastify/websocket in front of cognitoAuth',
    register: async (app: FastifyInstance) => {
      await app.register(websocket)
      await app.register(cognitoAuth, pool.options)
    },
  },
  {
    order: 'cognitoAuth in front of @fastify/websocket',
    register: async (app: FastifyInstance) => {
      await app.register(cognitoAuth, pool.options)
      await app.register(websocket)
    },
  },
]

describe.each(orders)('With $order', ({ register }) => {
  let app: FastifyInstance
  let server: TrackedServer

  beforeEach(async () => {
    app = Fastify()
    await register(app)
    app.get('/updates', { websocket: true }, (socket, request) => {
      socket.send(`Welcome, ${getPrincipal(request).username}`)
    })
    app.get('/admin', { websocket: true, onRequest: requireGroup('admin') }, (socket) =>
      socket.send('Welcome'),
    )
    server = track(app.server)
    await app.listen({ host: '127.0.0.1', port: 0 })
  })

  afterEach(() => app.close())

  it.each([
    ['an anonymous client', '/updates', undefined, 401, 'credentials_missing'],
    ['an expired token', '/updates', pool.bearer({ expiresInSeconds: -1 }), 401, 'token_expired'],
    ['a user who is not in the group', '/admin', pool.bearer(), 403, 'forbidden'],
    ['an anonymous client of an unknown route', '/nowhere', undefined, 401, 'credentials_missing'],
  ])('refuses %s, and closes the connection', async (_who, path, authorization, status, code) => {
    const upgrades = await Promise.all([1, 2, 3].map(() => server.requestUpgrade(path, authorization)))
    const responses = await Promise.all(upgrades.map(({ response }) => response))
    for (const response of responses) {
      expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      expect(response).toMatch(/^www-authenticate: Bearer realm="api"/im)
      expect(response).toContain(`"code":"${code}"`)
    }
    await expect.poll(() => server.open.size, { timeout: 1000 }).toBe(0)
    expect(await timeOf(() => app.close())).toBeLessThan(1000)
  })

  it('accepts a user, and still closes within a second', async () => {
    const url = `${originOf(app.server.address()).replace('http', 'ws')}/updates`
    const client = new WebSocket(url, { headers: { authorization: pool.bearer({ username: 'alice' }) } })
    expect(String((await once(client, 'message'))[0])).toBe('Welcome, alice')

    const { response } = await server.requestUpgrade('/updates', undefined)
    expect(await response).toMatch(/^HTTP\/1.1 401 /)
    await expect.poll(() => server.open.size, { timeout: 1000 }).toBe(1)
    expect(client.readyState).toBe(WebSocket.OPEN)

    const closed = once(client, 'close')
    expect(await timeOf(() => app.close())).toBeLessThan(1000)
    await closed
    await expect.poll(() => server.open.size, { timeout: 1000 }).toBe(0)
  })
})

describe('With a cookie, @fastify/websocket', () => {
  let app: FastifyInstance

  beforeEach(async () => {
    app = Fastify()
    await app.register(websocket)
    await app.register(cognitoAuth, { ...pool.options, tokenFrom: { cookie: '__Host-access' } })
    app.get('/updates', { websocket: true }, (socket, request) => {
      socket.send(`Welcome, ${getPrincipal(request).username}`)
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
  })

  afterEach(() => app.close())

  function connectFrom(origin: string): WebSocket {
    const headers = { cookie: `__Host-access=${pool.accessToken({ username: 'alice' })}` }
    return new WebSocket(`${originOf(app.server.address()).replace('http', 'ws')}/updates`, {
      headers,
      origin,
    })
  }

  it('accepts a user from the same origin', async () => {
    const client = connectFrom(originOf(app.server.address()))
    expect(String((await once(client, 'message'))[0])).toBe('Welcome, alice')
    client.terminate()
  })

  it('refuses a user from another origin', async () => {
    const client = connectFrom('https://evil.example')
    // A client that ends before its connection is established emits an error.
    client.on('error', () => undefined)
    const [, { statusCode }] = (await once(client, 'unexpected-response')) as [
      unknown,
      { statusCode: number },
    ]
    expect(statusCode).toBe(403)
    client.terminate()
  })
})
