import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ExpressAuthOptions } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { originOf } from '../support/http.ts'
import { openPageWithPackages, type Page } from '../support/page.ts'
import { malformedFrame, openRawSocket } from './raw-socket.ts'

let pool: TestUserPool
let page: Page

beforeAll(async () => {
  pool = await createTestUserPool()
  page = await openPageWithPackages('docs/recipes/websockets.md')
})

afterAll(() => page.remove())

function connect(server: Server, headers: Record<string, string>): WebSocket {
  return new WebSocket(`${originOf(server.address()).replace('http', 'ws')}/updates`, { headers })
}

describe('The recipe for @fastify/websocket', () => {
  let app: FastifyInstance

  beforeAll(async () => {
    const { createApi } = await page.module<{
      createApi: (auth: FastifyAuthOptions) => Promise<FastifyInstance>
    }>('@fastify/websocket')
    app = await createApi(pool.options)
    await app.listen({ host: '127.0.0.1', port: 0 })
  })

  afterAll(() => app.close())

  it('welcomes a user, and closes when the token expires', async () => {
    const socket = connect(app.server, {
      authorization: pool.bearer({ username: 'alice', expiresInSeconds: 0.3 }),
    })
    expect(String((await once(socket, 'message'))[0])).toBe('Welcome, alice')
    expect((await once(socket, 'close'))[0]).toBe(4401)
  })

  it('rejects an anonymous client before the upgrade', async () => {
    const [, response] = await once(connect(app.server, {}), 'unexpected-response')
    expect(response.statusCode).toBe(401)
    response.destroy()
  })

  it('survives a malformed frame', async () => {
    const socket = await openRawSocket((app.server.address() as AddressInfo).port, pool.bearer(), {
      path: '/updates',
    })
    socket.write(malformedFrame)
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    const welcomed = connect(app.server, { authorization: pool.bearer({ username: 'alice' }) })
    expect(String((await once(welcomed, 'message'))[0])).toBe('Welcome, alice')
    welcomed.terminate()
  })
})

describe('The recipe for express-ws', () => {
  let server: Server

  beforeAll(async () => {
    const { createApi } = await page.module<{ createApi: (auth: ExpressAuthOptions) => Express }>(
      "'express-ws'",
    )
    server = createApi(pool.options).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })

  afterAll(() => {
    server.close()
  })

  it('welcomes a user, and closes when the token expires', async () => {
    const authorization = pool.bearer({ username: 'alice', expiresInSeconds: 0.3 })
    const socket = connect(server, { authorization })
    expect(String((await once(socket, 'message'))[0])).toBe('Welcome, alice')
    expect((await once(socket, 'close'))[0]).toBe(4401)
  })

  it('opens and closes the WebSocket of an anonymous client, as the page says', async () => {
    const socket = connect(server, {})
    await once(socket, 'open')
    expect((await once(socket, 'close'))[0]).toBe(1005)
  })

  it('survives a malformed frame of an anonymous client', async () => {
    const socket = await openRawSocket((server.address() as AddressInfo).port, undefined, {
      path: '/updates',
      awaitResponse: false,
    })
    socket.write(malformedFrame)
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    const welcomed = connect(server, { authorization: pool.bearer({ username: 'alice' }) })
    expect(String((await once(welcomed, 'message'))[0])).toBe('Welcome, alice')
    welcomed.terminate()
  })
})
