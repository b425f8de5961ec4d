import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CognitoAuthOptions } from '@cognito-auth/core'
import type { ExpressAuthOptions } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket, type WebSocketServer } from 'ws'
import { originOf } from '../support/http.ts'
import { openPage, type Page } from '../support/page.ts'
import { malformedFrame, openRawSocket, textFrame } from './raw-socket.ts'

const monthSeconds = 40 * 86_400

describe('The recipe for WebSockets', () => {
  let pool: TestUserPool
  let page: Page

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/recipes/websockets.md')
  })

  afterAll(() => page.remove())

  afterEach(() => {
    vi.restoreAllMocks()
  })

  describe('in the upgrade', () => {
    let createSocketServer: (options: CognitoAuthOptions) => Server
    let server: Server

    beforeAll(async () => {
      ;({ createSocketServer } = await page.module<{ createSocketServer: typeof createSocketServer }>(
        'noServer',
      ))
      server = await listening(createSocketServer(pool.options))
    })

    afterAll(() => {
      server.close()
    })

    function connect(headers: Record<string, string>): WebSocket {
      return new WebSocket(originOf(server.address()).replace('http', 'ws'), { headers })
    }

    it('welcomes a user, and closes when the token expires', async () => {
      const expiresInSeconds = 0.3
      const socket = connect({ authorization: pool.bearer({ username: 'alice', expiresInSeconds }) })
      expect(await message(socket)).toBe('Welcome, alice')
      expect(await end(socket)).toEqual([4401, 'token_expired'])
    })

    it.each([
      ['an anonymous client', {}, 401, 'Bearer realm="api"'],
      ['a bad token', { authorization: 'Bearer made-up' }, 401, 'Bearer realm="api", error="invalid_token"'],
    ])('answers %s without a WebSocket', async (_what, headers, status, challenge) => {
      const [, response] = await once(connect(headers), 'unexpected-response')
      expect(response.statusCode).toBe(status)
      expect(response.headers['www-authenticate']).toBe(challenge)
      expect(response.headers.connection).toBe('close')
      response.destroy()
    })

    it('survives a malformed frame of a signed-in user', async () => {
      const socket = await openRawSocket(portOf(server), pool.bearer())
      socket.write(malformedFrame)
      await expect.poll(() => connectionsOf(server)).toBe(0)
      socket.destroy()
      const welcomed = connect({ authorization: pool.bearer({ username: 'alice' }) })
      expect(await message(welcomed)).toBe('Welcome, alice')
      welcomed.terminate()
    })

    it('closes the connection of a rejected client that keeps its half open', async () => {
      const sockets = await Promise.all(Array.from({ length: 5 }, () => openRawSocket(portOf(server))))
      await expect.poll(() => connectionsOf(server)).toBe(0)
      for (const socket of sockets) socket.destroy()
    })

    it('ends the connection of a client that ignores the close frame', async () => {
      const socket = await openRawSocket(portOf(server), pool.bearer({ expiresInSeconds: 0.2 }))
      await expect.poll(() => connectionsOf(server), { timeout: 3000 }).toBe(0)
      socket.destroy()
    })

    it('keeps a connection open whose token is valid for longer than setTimeout can wait', async () => {
      const socket = connect({ authorization: pool.bearer({ expiresInSeconds: monthSeconds }) })
      await message(socket)
      expect(await closedWithin(socket, 200)).toBe(false)
      socket.terminate()
    })

    it('leaves no timer behind when a client disconnects during the verification', async () => {
      const timers = longTimers()
      const slow = await listening(createSocketServer({ ...pool.options, isRevoked: slowly }))
      const socket = await openRawSocket(portOf(slow), pool.bearer(), { awaitResponse: false })
      await delay(10)
      socket.destroy()
      await expect.poll(() => connectionsOf(slow)).toBe(0)
      await delay(100)
      expect(timers.pending()).toBe(0)
      slow.close()
    })
  })

  describe('in the first message', () => {
    let createSocketServer: (port: number, options: CognitoAuthOptions) => WebSocketServer
    let server: WebSocketServer

    beforeAll(async () => {
      ;({ createSocketServer } = await page.module<{ createSocketServer: typeof createSocketServer }>(
        'authenticationTimeoutMs',
      ))
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

    it('welcomes a user, and closes when the token expires', async () => {
      const socket = await connect(pool.accessToken({ username: 'alice', expiresInSeconds: 0.3 }))
      expect(await message(socket)).toBe('Welcome, alice')
      expect(await end(socket)).toEqual([4401, 'token_expired'])
    })

    it('rejects a bad token', async () => {
      expect(await end(await connect('made-up'))).toEqual([4401, 'token_invalid'])
    })

    it('survives a malformed frame', async () => {
      const socket = await openRawSocket(portOf(server))
      socket.write(malformedFrame)
      await expect.poll(() => server.clients.size).toBe(0)
      socket.destroy()
      const welcomed = await connect(pool.accessToken({ username: 'alice' }))
      expect(await message(welcomed)).toBe('Welcome, alice')
      welcomed.terminate()
    })

    it('keeps a connection open whose token is valid for longer than setTimeout can wait', async () => {
      const socket = await connect(pool.accessToken({ expiresInSeconds: monthSeconds }))
      await message(socket)
      expect(await closedWithin(socket, 200)).toBe(false)
      socket.terminate()
    })

    it('leaves no timer behind when a client disconnects during the verification', async () => {
      const timers = longTimers()
      const slow = createSocketServer(0, { ...pool.options, isRevoked: slowly })
      await once(slow, 'listening')
      const socket = await openRawSocket(portOf(slow))
      socket.write(textFrame(pool.accessToken()))
      await delay(10)
      socket.destroy()
      await expect.poll(() => slow.clients.size).toBe(0)
      await delay(100)
      expect(timers.pending()).toBe(0)
      slow.close()
    })
  })

  describe('in a cookie', () => {
    let createSocketServer: (options: ExpressAuthOptions) => Server
    let server: Server

    beforeAll(async () => {
      ;({ createSocketServer } = await page.module<{ createSocketServer: typeof createSocketServer }>(
        'assignSocket',
      ))
      server = await listening(createSocketServer(pool.options))
    })

    afterAll(() => {
      server.close()
    })

    function connect(origin: string, token: string): WebSocket {
      const headers = { cookie: `__Host-access=${token}` }
      return new WebSocket(ownOrigin().replace('http', 'ws'), { headers, origin })
    }

    function ownOrigin(): string {
      return originOf(server.address())
    }

    it('welcomes a user from the same origin, and closes when the token expires', async () => {
      const socket = connect(ownOrigin(), pool.accessToken({ username: 'alice', expiresInSeconds: 0.5 }))
      expect(await message(socket)).toBe('Welcome, alice')
      expect(await end(socket)).toEqual([4401, 'token_expired'])
    })

    it.each([
      ['another origin', 'https://evil.example'],
      ['an opaque origin', 'null'],
    ])('answers an upgrade from %s without a WebSocket', async (_what, origin) => {
      const [, response] = await once(connect(origin, pool.accessToken()), 'unexpected-response')
      expect(response.statusCode).toBe(403)
      expect(response.headers.connection).toBe('close')
      response.destroy()
    })

    it('answers a bad token without a WebSocket', async () => {
      const [, response] = await once(connect(ownOrigin(), 'made-up'), 'unexpected-response')
      expect(response.statusCode).toBe(401)
      expect(response.headers.connection).toBe('close')
      response.destroy()
    })

    it('leaves no timer behind when a client disconnects during the verification', async () => {
      const timers = longTimers()
      const slow = await listening(createSocketServer({ ...pool.options, isRevoked: slowly }))
      const socket = await openRawSocket(portOf(slow), pool.bearer(), { awaitResponse: false })
      await delay(10)
      socket.destroy()
      await expect.poll(() => connectionsOf(slow)).toBe(0)
      await delay(100)
      expect(timers.pending()).toBe(0)
      slow.close()
    })

    it('closes the connection of a rejected client that keeps its half open', async () => {
      const sockets = await Promise.all(Array.from({ length: 5 }, () => openRawSocket(portOf(server))))
      await expect.poll(() => connectionsOf(server)).toBe(0)
      for (const socket of sockets) socket.destroy()
    })
  })
})

async function slowly(): Promise<boolean> {
  await delay(50)
  return false
}

/** Counts the timers of more than a minute that are started and not cleared. */
function longTimers(): { pending(): number } {
  const pending = new Set<unknown>()
  const { setTimeout: start, clearTimeout: clear } = globalThis
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((run: () => void, ms?: number) => {
    const timer = start(run, ms)
    if (ms !== undefined && ms > 60_000) pending.add(timer)
    return timer
  })
  vi.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    pending.delete(timer)
    clear(timer)
  })
  return { pending: () => pending.size }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function listening(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function portOf(server: Server | WebSocketServer): number {
  return (server.address() as AddressInfo).port
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}

function closedWithin(socket: WebSocket, ms: number): Promise<boolean> {
  return Promise.race([once(socket, 'close').then(() => true), delay(ms).then(() => false)])
}

async function message(socket: WebSocket): Promise<string> {
  const [data] = await once(socket, 'message')
  return String(data)
}

async function end(socket: WebSocket): Promise<readonly [number, string]> {
  const [code, reason] = await once(socket, 'close')
  return [Number(code), String(reason)]
}
