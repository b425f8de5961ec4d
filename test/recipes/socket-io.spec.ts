import { once } from 'node:events'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { type CognitoAuthOptions, createAuthenticator } from '@cognito-auth/core'
import { createRevocations, type ManagedRevocations, memoryStore } from '@cognito-auth/revocation'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { originOf } from '../support/http.ts'
import { openPageWithPackages, type Page } from '../support/page.ts'

type Socket = NodeJS.EventEmitter & { readonly active: boolean; disconnect(): void }

/** As much of socket.io-client as is used here. */
type SocketIoClient = { io(url: string, options: object): Socket }

const { io } = createRequire(new URL('../../docs/package.json', import.meta.url))(
  'socket.io-client',
) as SocketIoClient

describe('The recipe for Socket.IO', () => {
  let pool: TestUserPool
  let page: Page
  let revocations: ManagedRevocations
  let server: Server

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPageWithPackages('docs/recipes/socket-io.md')
    revocations = createRevocations({ store: memoryStore() })
    const { createSocketServer } = await page.module<{
      createSocketServer: (options: CognitoAuthOptions, revocations: ManagedRevocations) => Server
    }>('createSocketServer')
    server = createSocketServer(pool.options, revocations).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })

  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await page.remove()
  })

  function open(token: string | undefined): Socket {
    const socket = io(originOf(server.address()), { auth: { token }, reconnection: false, forceNew: true })
    onTestFinished(() => socket.disconnect())
    return socket
  }

  it('welcomes a user, and disconnects when the token expires', async () => {
    const socket = open(pool.accessToken({ username: 'alice', expiresInSeconds: 0.5 }))
    expect(await once(socket, 'welcome')).toEqual(['Welcome, alice'])
    expect((await once(socket, 'disconnect'))[0]).toBe('io server disconnect')
  })

  it.each([
    ['no token', undefined, 'token_invalid'],
    ['a bad token', 'made-up', 'token_invalid'],
  ])('rejects %s', async (_what, token, code) => {
    const [error] = (await once(open(token), 'connect_error')) as [Error]
    expect(error.message).toBe(code)
  })

  it('disconnects a user who signs out, and rejects the token afterwards', async () => {
    const token = pool.accessToken({ username: 'carol' })
    const socket = open(token)
    await once(socket, 'welcome')
    const disconnected = once(socket, 'disconnect')
    await revocations.endSignIn(await createAuthenticator(pool.options).verify(token))
    expect((await disconnected)[0]).toBe('io server disconnect')
    const [error] = (await once(open(token), 'connect_error')) as [Error]
    expect(error.message).toBe('token_revoked')
  })

  it('has a client that connects again with a new token, and stops when the user has signed out', async () => {
    const { connect } = await page.module<{
      connect: (url: string, getToken: () => Promise<string>) => Socket
    }>('socket.io-client')
    const users = ['first', 'second']
    const socket = connect(originOf(server.address()), async () => {
      const username = users.shift()
      if (username === undefined) throw new Error('Signed out')
      return pool.accessToken({ username, expiresInSeconds: 0.5 })
    })
    onTestFinished(() => socket.disconnect())
    expect(await once(socket, 'welcome')).toEqual(['Welcome, first'])
    expect(await once(socket, 'welcome')).toEqual(['Welcome, second'])
    await expect.poll(() => socket.active, { timeout: 5000 }).toBe(false)
  })

  it('does not connect again with a token that is refused', async () => {
    const { connect } = await page.module<{
      connect: (url: string, getToken: () => Promise<string>) => Socket
    }>('socket.io-client')
    const socket = connect(originOf(server.address()), async () => pool.accessToken({ expiresInSeconds: -1 }))
    onTestFinished(() => socket.disconnect())
    const [error] = (await once(socket, 'connect_error')) as [Error]
    expect(error.message).toBe('token_expired')
    expect(socket.active).toBe(false)
  })
})
