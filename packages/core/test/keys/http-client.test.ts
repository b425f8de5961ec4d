import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Answer, maxBytes } from '../../dist/keys/download.js'
import { downloadByHttp } from '../../dist/keys/http-client.js'
import { rejectionOf } from '../support/refusal.ts'

const jwks = { keys: [{ kid: 'one' }] }
let server: Server

afterEach(() => {
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
  return downloadByHttp(`${scheme}://127.0.0.1:${port}/jwks.json?a=b`, { signal })
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
