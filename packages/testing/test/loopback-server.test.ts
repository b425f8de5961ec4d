import { afterEach, describe, expect, it } from 'vitest'
import { type LoopbackServer, type Reply, startLoopbackServer } from '../dist/loopback-server.js'

const servers: LoopbackServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(reply: Reply | undefined): Promise<Response> {
  const server = await startLoopbackServer(0, true, () => reply)
  servers.push(server)
  return fetch(server.url)
}

describe('startLoopbackServer', () => {
  it('sends an object as JSON, and forbids caching it', async () => {
    const response = await start({ status: 201, body: { a: 1 } })
    expect(response.status).toBe(201)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ a: 1 })
  })

  it('sends a text as it is, with headers', async () => {
    const response = await start({ status: 200, headers: { Vary: 'Origin' }, body: 'text' })
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(response.headers.get('vary')).toBe('Origin')
    expect(await response.text()).toBe('text')
  })

  it('answers other requests with 404', async () => {
    const response = await start(undefined)
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not found' }])
  })

  it('rejects a port that is in use', async () => {
    const server = await startLoopbackServer(0, true, () => undefined)
    servers.push(server)
    const port = Number(new URL(server.url).port)
    await expect(startLoopbackServer(port, true, () => undefined)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is already in use`,
    )
  })

  it('closes once', async () => {
    const server = await startLoopbackServer(0, true, () => undefined)
    await Promise.all([server.close(), server.close()])
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  })
})
