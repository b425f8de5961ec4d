import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultClient, type KeyResponse } from '../../dist/keys/http-client.js'
import { rejectionOf } from '../support/refusal.ts'

const jwks = { keys: [{ kid: 'one' }] }
let server: Server

afterEach(() => {
  vi.unstubAllGlobals()
  server.closeAllConnections()
  server.close()
})

/** Starts a server and asks it. */
async function ask(
  listener: RequestListener,
  { scheme = 'http', signal = new AbortController().signal } = {},
): Promise<KeyResponse> {
  server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return defaultClient()(`${scheme}://127.0.0.1:${port}/jwks.json?a=b`, { signal, redirect: 'error' })
}

async function textOf({ body }: KeyResponse): Promise<string> {
  const reader = body?.getReader()
  let text = ''
  for (;;) {
    const piece = await reader?.read()
    if (piece?.value === undefined) return text
    text += new TextDecoder().decode(piece.value)
  }
}

describe('the default client', () => {
  it('tells what was answered', async () => {
    const response = await ask((_req, res) => res.writeHead(418).end(JSON.stringify(jwks)))
    expect(response).toMatchObject({ status: 418, redirected: false })
    expect(JSON.parse(await textOf(response))).toEqual(jwks)
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
    const response = await ask((_req, res) => {
      hits()
      res.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(response.status).toBe(302)
    expect(await textOf(response)).toBe('')
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
    const response = await ask((req, res) => {
      res.writeHead(200, { 'content-length': 100 }).write('{')
      setImmediate(() => req.socket.destroy())
    })
    await expect(textOf(response)).rejects.toThrow('aborted')
  })

  it('hangs up when nobody wants the answer any more', async () => {
    const controller = new AbortController()
    const asked = ask(() => controller.abort(), { signal: controller.signal })
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    expect(await rejectionOf(asked)).toMatchObject({ name: 'AbortError' })
    await expect(closed).resolves.toBeDefined()
  })

  it('hangs up when nobody wants the rest of the body', async () => {
    const asked = ask((_req, res) => void res.write('{'))
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    const { body } = await asked
    await body?.getReader().cancel()
    await expect(closed).resolves.toBeDefined()
  })

  it('is the global fetch, if somebody has replaced that', async () => {
    const fetch = vi.fn<() => Promise<Response>>(async () => Response.json(jwks))
    vi.stubGlobal('fetch', fetch)
    const response = await ask((_req, res) => res.end('from the network'))
    expect(await textOf(response)).toBe(JSON.stringify(jwks))
    expect(fetch).toHaveBeenCalledOnce()
  })
})
