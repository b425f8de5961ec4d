import { spawn } from 'node:child_process'
import dns, { type LookupAddress } from 'node:dns'
import { once } from 'node:events'
import http, { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, isIPv6, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { copyError } from '../../dist/keys/copy-error.js'
import { type Answer, maxBytes } from '../../dist/keys/download.js'
import { downloadByHttp } from '../../dist/keys/http-client.js'
import { settle } from '../support/key-server.ts'
import { rejectionOf } from '../support/refusal.ts'

const jwks = { keys: [{ kid: 'one' }] }
let server: Server

afterEach(() => {
  vi.restoreAllMocks()
  server.closeAllConnections()
  server.close()
})

/** Starts a server and asks it. */
async function ask(
  listener: RequestListener,
  { scheme = 'http', signal = new AbortController().signal } = {},
): Promise<Answer> {
  server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return downloadByHttp(`${scheme}://127.0.0.1:${port}/jwks.json?a=b`, { signal, timeoutSeconds: 5 })
}

describe('downloadByHttp', () => {
  it('delivers the body of an answer', async () => {
    const answer = await ask((_req, res) => res.end(JSON.stringify(jwks)))
    expect(answer).toEqual({ status: 200, redirected: false, bytes: Buffer.from(JSON.stringify(jwks)) })
  })

  it('delivers another status without the body', async () => {
    const answer = await ask((_req, res) => res.writeHead(418).end(JSON.stringify(jwks)))
    expect(answer).toEqual({ status: 418, redirected: false, bytes: undefined })
  })

  it('asks for the whole address, and says who it is', async () => {
    const requests: Partial<IncomingMessage>[] = []
    await ask(({ method, url, headers }, res) => {
      requests.push({ method, url, headers })
      res.end()
    })
    const headers = {
      'user-agent': 'cognito-auth',
      accept: 'application/json',
      'accept-encoding': 'identity',
    }
    expect(requests).toEqual([
      { method: 'GET', url: '/jwks.json?a=b', headers: expect.objectContaining(headers) },
    ])
  })

  it('follows no redirect', async () => {
    const hits = vi.fn<() => void>()
    const answer = await ask((_req, res) => {
      hits()
      res.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(answer).toEqual({ status: 302, redirected: false, bytes: undefined })
    expect(hits).toHaveBeenCalledOnce()
  })

  it('speaks TLS to an address with https:', async () => {
    const hits = vi.fn<() => void>()
    const error = await rejectionOf(ask(hits, { scheme: 'https' }))
    expect(error).toMatchObject({ code: 'EPROTO' })
    expect(hits).not.toHaveBeenCalled()
  })

  it('fails when the server hangs up', async () => {
    expect(await rejectionOf(ask((req) => req.socket.destroy()))).toMatchObject({ code: 'ECONNRESET' })
  })

  it('fails when the server goes on in another protocol', async () => {
    const asked = ask((req) => {
      const fields = 'Connection: upgrade\r\nUpgrade: websocket'
      req.socket.write(`HTTP/1.1 101 Switching Protocols\r\n${fields}\r\n\r\n`)
    })
    expect(await rejectionOf(asked)).toMatchObject({ message: 'no answer in HTTP' })
  })

  it('fails when the server hangs up in the middle of the body', async () => {
    const asked = ask((req, res) => {
      res.writeHead(200, { 'content-length': 100 }).write('{')
      setImmediate(() => req.socket.destroy())
    })
    await expect(asked).rejects.toThrow('aborted')
  })

  it('closes the connection when it is ended before the answer', async () => {
    const controller = new AbortController()
    const asked = ask(() => controller.abort(), { signal: controller.signal })
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    expect(await rejectionOf(asked)).toMatchObject({ name: 'AbortError' })
    await expect(closed).resolves.toBeDefined()
  })

  it('closes the connection when it is ended in the middle of the body', async () => {
    const controller = new AbortController()
    const asked = ask(
      (_req, res) => {
        res.write('{')
        setTimeout(() => controller.abort(), 50)
      },
      { signal: controller.signal },
    )
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    expect(await rejectionOf(asked)).toMatchObject({ message: 'aborted' })
    await expect(closed).resolves.toBeDefined()
  })

  it('closes the connection when the body is too long', async () => {
    const asked = ask((_req, res) => void res.write(Buffer.alloc(maxBytes + 1, ' ')))
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    expect(await rejectionOf(asked)).toBeInstanceOf(RangeError)
    await expect(closed).resolves.toBeDefined()
  })
})

describe('a kept connection', () => {
  /** Sends requests one after the other to a server that says what to do with each, and counts its connections. */
  async function askAgain(count: number, listener: RequestListener) {
    const sockets = new Set<unknown>()
    let hits = 0
    server = createServer((req, res) => {
      sockets.add(req.socket)
      hits++
      listener(req, res)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const outcomes: unknown[] = []
    for (let request = 0; request < count; request++) {
      const { signal } = new AbortController()
      const options = { signal, timeoutSeconds: 5 }
      const asked = downloadByHttp(`http://127.0.0.1:${port}/`, options)
      outcomes.push(await asked.then(({ status }) => status).catch(({ code }: { code: unknown }) => code))
      // The agent takes the connection back in the next turns.
      await settle()
      await settle()
    }
    return { outcomes, connections: sockets.size, hits }
  }

  it('is used again', async () => {
    expect(await askAgain(3, (_req, res) => res.end())).toEqual({
      outcomes: [200, 200, 200],
      connections: 1,
      hits: 3,
    })
  })

  it('is replaced by a new one when it turns out dead', async () => {
    const used = new WeakSet<object>()
    const asked = askAgain(3, ({ socket }, res) => {
      if (used.has(socket)) socket.resetAndDestroy()
      else res.end()
      used.add(socket)
    })
    expect(await asked).toEqual({ outcomes: [200, 200, 200], connections: 3, hits: 5 })
  })

  it('is not replaced when it is a new one that turns out dead', async () => {
    expect(await askAgain(1, ({ socket }) => void socket.resetAndDestroy())).toEqual({
      outcomes: ['ECONNRESET'],
      connections: 1,
      hits: 1,
    })
  })

  it('is replaced once: the new one has the last word', async () => {
    let hits = 0
    const asked = askAgain(2, ({ socket }, res) => {
      hits++
      if (hits > 1) socket.resetAndDestroy()
      else res.end()
    })
    expect(await asked).toEqual({ outcomes: [200, 'ECONNRESET'], connections: 2, hits: 3 })
  })

  it('is not replaced when the request failed for another reason', async () => {
    let hits = 0
    const asked = askAgain(2, ({ socket }, res) => {
      hits++
      if (hits > 1) socket.end('no HTTP\r\n\r\n')
      else res.end()
    })
    expect(await asked).toMatchObject({ outcomes: [200, expect.stringMatching(/^HPE_/)], hits: 2 })
  })
})

describe('a host with several addresses', () => {
  /** Has the name keys.test resolved to these addresses. */
  function resolveTo(...addresses: string[]) {
    const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
    const lookup = vi.spyOn(dns, 'lookup') as unknown as MockInstance<
      (name: string, options: object, done: (error: null, found: LookupAddress[]) => void) => void
    >
    lookup.mockImplementation((_name, _options, done) => done(null, found))
  }

  function download(port: number, timeoutSeconds: number) {
    const { signal } = new AbortController()
    return downloadByHttp(`http://keys.test:${port}/jwks.json`, { signal, timeoutSeconds })
  }

  it.each([
    [5, 1250],
    [0.001, 1],
  ])('gets a quarter of %d seconds for each of them', async (timeoutSeconds, share) => {
    const get = vi.spyOn(http, 'get')
    server = createServer((_req, res) => res.end('{}'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    resolveTo('127.0.0.1')
    await download((server.address() as AddressInfo).port, timeoutSeconds)
    expect(get).toHaveBeenCalledWith(
      expect.any(URL),
      expect.objectContaining({ autoSelectFamilyAttemptTimeout: share }),
      expect.any(Function),
    )
  })

  // Elsewhere there are no more addresses on the loopback interface, or no way to stop a process.
  it.runIf(process.platform === 'linux')(
    'is reached at the second when the first is a black hole',
    async () => {
      server = createServer((_req, res) => res.end('{}'))
      await once(server.listen(0, '127.0.0.1'), 'listening')
      const { port } = server.address() as AddressInfo
      const blackHole = await openBlackHole(port)
      try {
        resolveTo('127.0.0.2', '127.0.0.1')
        const begin = performance.now()
        expect(await download(port, 2)).toMatchObject({ status: 200 })
        // Node by itself would have given it 250 ms.
        expect(performance.now() - begin).toBeGreaterThan(490)
      } finally {
        blackHole.close()
      }
    },
  )

  it('fails with what happened at each of them', async () => {
    server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    resolveTo('127.0.0.1', '::1')
    const error = await rejectionOf(download(port, 5))
    expect(error).toBeInstanceOf(AggregateError)
    expect(copyError(error, (text) => text)).toMatchObject({
      // Not every machine has IPv6.
      message: expect.stringMatching(/^connect ECONNREFUSED 127\.0\.0\.1:\d+; connect E[A-Z]+ ::1:\d+/),
      code: 'ECONNREFUSED',
    })
  })
})

/** Listens at 127.0.0.2 with a process that is stopped, and fills its queue: further connections get no answer. */
async function openBlackHole(port: number) {
  const script = `require('net').createServer().listen({ host: '127.0.0.2', port: ${port}, backlog: 1 }, () => process.send('up'))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  await once(child, 'message')
  child.kill('SIGSTOP')
  const sockets: Socket[] = []
  for (let isOpen = true; isOpen && sockets.length < 10;) {
    const socket = connect(port, '127.0.0.2').on('error', () => undefined)
    sockets.push(socket)
    isOpen = await Promise.race([once(socket, 'connect').then(() => true), sleep(100, false)])
  }
  return {
    close() {
      for (const socket of sockets) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}
