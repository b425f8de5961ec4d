import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import { getPrincipal, requireAuth } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import { Server } from 'socket.io'
import { io as connect, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { originOf, send } from '../support/http.ts'
import { answerOf, realm, refusals } from './support/cases.ts'
import { track, type TrackedServer } from './support/upgrade.ts'

const pool = await createTestUserPool()
const handshake = '/socket.io/?EIO=4&transport='

describe('requireAuth() in front of the engine of Socket.IO', () => {
  let httpServer: HttpServer
  let tracked: TrackedServer
  let io: Server

  beforeEach(async () => {
    httpServer = createServer()
    tracked = track(httpServer)
    io = new Server(httpServer)
    io.engine.use(requireAuth({ ...pool.options, realm }))
    io.on('connection', (socket) => socket.emit('welcome', getPrincipal(socket.request).username))
    httpServer.listen(0, '127.0.0.1')
    await once(httpServer, 'listening')
  })

  afterEach(() => io.close())

  function open(transports: readonly string[], authorization?: string): Socket {
    const socket = connect(originOf(httpServer.address()), {
      transports: [...transports],
      extraHeaders: authorization === undefined ? {} : { authorization },
      reconnection: false,
      forceNew: true,
    })
    onTestFinished(() => void socket.disconnect())
    return socket
  }

  it.each(refusals.filter(({ path }) => path === '/orders'))(
    'answers the handshake of $title',
    async ({ authorization, answer }) => {
      const request = { path: `${handshake}polling`, authorization: authorization(pool) }
      expect(answerOf(await send(originOf(httpServer.address()), request))).toEqual(answer)
    },
  )

  it.each([[['polling']], [['websocket']]])(
    'has the client report a connect_error over %s',
    async (transports) => {
      const socket = open(transports, pool.bearer({ expiresInSeconds: -1 }))
      await new Promise((resolve) => socket.once('connect_error', resolve))
      expect(socket.connected).toBe(false)
    },
  )

  it('closes the connection of a WebSocket handshake that it refuses', async () => {
    const { response } = await tracked.requestUpgrade(`${handshake}websocket`, undefined)
    // Socket.IO has no response here: the middleware ends it, and the engine destroys the socket.
    expect(await response).toBe('')
    await expect.poll(() => tracked.open.size, { timeout: 1000 }).toBe(0)
  })

  it.each([[['polling']], [['websocket']], [['polling', 'websocket']]])(
    'welcomes a user over %s',
    async (transports) => {
      const socket = open(transports, pool.bearer({ username: 'alice' }))
      expect(await new Promise((resolve) => socket.once('welcome', resolve))).toBe('alice')
    },
  )
})

describe('requireAuth() with a cookie in front of the engine of Socket.IO', () => {
  let httpServer: HttpServer
  let io: Server

  beforeEach(async () => {
    httpServer = createServer()
    io = new Server(httpServer)
    io.engine.use(requireAuth({ ...pool.options, tokenFrom: { cookie: '__Host-access' } }))
    io.on('connection', (socket) => socket.emit('welcome', getPrincipal(socket.request).username))
    httpServer.listen(0, '127.0.0.1')
    await once(httpServer, 'listening')
  })

  afterEach(() => io.close())

  /** What a client gets from pages of an origin: its welcome, or nothing. */
  async function welcomeFrom(origin: string, transport: string): Promise<unknown> {
    const socket = connect(originOf(httpServer.address()), {
      transports: [transport],
      extraHeaders: { origin, cookie: `__Host-access=${pool.accessToken({ username: 'alice' })}` },
      reconnection: false,
      forceNew: true,
    })
    onTestFinished(() => void socket.disconnect())
    return new Promise((resolve) => {
      socket.once('welcome', resolve)
      socket.once('connect_error', () => resolve(undefined))
    })
  }

  it.each(['polling', 'websocket'])('welcomes a user from the same origin over %s', async (transport) => {
    expect(await welcomeFrom(originOf(httpServer.address()), transport)).toBe('alice')
  })

  it.each(['polling', 'websocket'])('refuses a user from another origin over %s', async (transport) => {
    expect(await welcomeFrom('https://evil.example', transport)).toBeUndefined()
  })
})
