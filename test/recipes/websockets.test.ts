import { once } from 'node:events'
import type { Server } from 'node:http'
import type { CognitoAuthOptions } from '@cognito-auth/core'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket, type WebSocketServer } from 'ws'
import { originOf } from '../support/http.ts'
import { openPage, type Page } from '../support/page.ts'

describe('The recipe for WebSockets', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/recipes/websockets.md')
  })

  afterAll(() => page.remove())

  describe('with the upgrade', () => {
    let server: Server

    beforeAll(async () => {
      const { createSocketServer } = await page.module<{
        createSocketServer: (options: CognitoAuthOptions) => Server
      }>('noServer')
      server = createSocketServer(pool.options).listen(0, '127.0.0.1')
      await once(server, 'listening')
    })

    afterAll(() => {
      server.close()
    })

    function connect(headers: Record<string, string>): WebSocket {
      return new WebSocket(originOf(server.address()).replace('http', 'ws'), { headers })
    }

    it('welcomes a user, and parts when the token expires', async () => {
      const expiresInSeconds = 0.3
      const socket = connect({ authorization: pool.bearer({ username: 'alice', expiresInSeconds }) })
      expect(await message(socket)).toBe('Welcome, alice')
      expect(await end(socket)).toEqual([4401, 'token_expired'])
    })

    it.each([
      ['nobody', {}, 401, 'Bearer realm="api"'],
      ['a stranger', { authorization: 'Bearer made-up' }, 401, 'Bearer realm="api", error="invalid_token"'],
    ])('answers %s without a socket', async (_who, headers, status, challenge) => {
      const [, response] = await once(connect(headers), 'unexpected-response')
      expect(response.statusCode).toBe(status)
      expect(response.headers['www-authenticate']).toBe(challenge)
      response.destroy()
    })
  })

  describe('with the first message', () => {
    let server: WebSocketServer

    beforeAll(async () => {
      const { createSocketServer } = await page.module<{
        createSocketServer: (port: number, options: CognitoAuthOptions) => WebSocketServer
      }>('patienceMs')
      server = createSocketServer(0, pool.options)
      await once(server, 'listening')
    })

    afterAll(() => {
      server.close()
    })

    async function connect(first: string): Promise<WebSocket> {
      const socket = new WebSocket(originOf(server.address()).replace('http', 'ws'))
      await once(socket, 'open')
      socket.send(first)
      return socket
    }

    it('welcomes a user, and parts when the token expires', async () => {
      const socket = await connect(pool.accessToken({ username: 'alice', expiresInSeconds: 0.3 }))
      expect(await message(socket)).toBe('Welcome, alice')
      expect(await end(socket)).toEqual([4401, 'token_expired'])
    })

    it('turns a stranger away', async () => {
      expect(await end(await connect('made-up'))).toEqual([4401, 'token_invalid'])
    })
  })
})

async function message(socket: WebSocket): Promise<string> {
  const [data] = await once(socket, 'message')
  return String(data)
}

async function end(socket: WebSocket): Promise<readonly [number, string]> {
  const [code, reason] = await once(socket, 'close')
  return [Number(code), String(reason)]
}
