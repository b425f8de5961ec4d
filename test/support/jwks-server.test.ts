import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startJwksServer, type ControlledJwksServer } from './jwks-server.ts'

const jwks = { keys: [{ kid: 'one', kty: 'RSA' }] }

let server: ControlledJwksServer

beforeEach(async () => {
  server = await startJwksServer(jwks)
})

afterEach(() => server.close())

describe('startJwksServer', () => {
  it('serves the keys on loopback', async () => {
    const response = await fetch(server.uri)
    expect(new URL(server.uri).hostname).toBe('127.0.0.1')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual(jwks)
  })

  it('remembers each request', async () => {
    await fetch(server.uri, { headers: { 'x-test': 'yes' } })
    await fetch(new URL('/elsewhere', server.uri))
    expect(server.hits).toBe(2)
    expect(server.requests).toMatchObject([
      { method: 'GET', url: '/.well-known/jwks.json', headers: { 'x-test': 'yes' } },
      { method: 'GET', url: '/elsewhere' },
    ])
  })

  it('counts connections and bytes', async () => {
    await (await fetch(server.uri)).text()
    expect(server.sockets).toBeGreaterThan(0)
    expect(server.bytesSent).toBeGreaterThan(JSON.stringify(jwks).length)
    expect(server.bytesSent).toBeLessThan(1000)
  })

  it('destroys open connections when it closes, and closes once', async () => {
    server.respond({ hang: true })
    const answer = fetch(server.uri).catch(() => 'hung up')
    await expect.poll(() => server.hits).toBe(1)
    await Promise.all([server.close(), server.close()])
    expect(await answer).toBe('hung up')
    expect(server.openSockets).toBe(0)
    await expect(fetch(server.uri)).rejects.toThrow('fetch failed')
  })
})

describe('respond', () => {
  it('changes status, headers and body, and back', async () => {
    server.respond({ status: 503, headers: { 'retry-after': '3' }, body: 'busy' })
    const busy = await fetch(server.uri)
    expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([503, '3', 'busy'])

    server.respond({})
    expect(await (await fetch(server.uri)).json()).toEqual(jwks)
  })

  it('takes a Buffer, an empty body and an object as body', async () => {
    for (const [body, text] of [
      [Buffer.from('{"keys":'), '{"keys":'],
      ['', ''],
      [{ keys: [] }, '{"keys":[]}'],
    ] as const) {
      server.respond({ body })
      // oxlint-disable-next-line no-await-in-loop -- one behaviour after the other
      expect(await (await fetch(server.uri)).text()).toBe(text)
    }
  })

  it('decides by the number of the request', async () => {
    server.respond((hit) => ({ status: hit === 1 ? 500 : 200 }))
    expect((await fetch(server.uri)).status).toBe(500)
    expect((await fetch(server.uri)).status).toBe(200)
  })

  it('waits before it answers', async () => {
    server.respond({ delayMs: 100 })
    const start = performance.now()
    await fetch(server.uri)
    expect(performance.now() - start).toBeGreaterThan(90)
  })

  it('holds its answer back', async () => {
    let release: (() => void) | undefined
    server.respond({ until: new Promise<void>((resolve) => (release = resolve)) })
    const answer = fetch(server.uri)
    await expect.poll(() => server.pending).toBe(1)
    release?.()
    expect(await (await answer).json()).toEqual(jwks)
    await expect.poll(() => server.pending).toBe(0)
  })

  it('drips the body', async () => {
    server.respond({ drip: { bytes: 10, everyMs: 20 } })
    const start = performance.now()
    const response = await fetch(server.uri)
    expect(await response.json()).toEqual(jwks)
    expect(performance.now() - start).toBeGreaterThan(60)
  })

  it('redirects', async () => {
    const target = await startJwksServer(jwks)
    server.respond({ redirect: target.uri })
    await expect(fetch(server.uri, { redirect: 'error' })).rejects.toThrow('fetch failed')
    expect(target.hits).toBe(0)
    expect(await (await fetch(server.uri)).json()).toEqual(jwks)
    expect(target.hits).toBe(1)
    await target.close()
  })

  it('never answers', async () => {
    server.respond({ hang: true })
    const answer = fetch(server.uri, { signal: AbortSignal.timeout(100) })
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' })
    await expect.poll(() => server.sockets - server.openSockets).toBe(1)
  })

  it('falls silent half-way through the body', async () => {
    server.respond({ hang: 'half-way' })
    const response = await fetch(server.uri, { signal: AbortSignal.timeout(100) })
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('resets the connection before it answers', async () => {
    server.respond({ reset: true })
    await expect(fetch(server.uri)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  })

  it('resets the connection half-way through the body', async () => {
    server.respond({ reset: 'half-way' })
    const response = await fetch(server.uri)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('terminated')
  })

  it('promises more than it sends', async () => {
    server.respond({ truncated: true })
    const response = await fetch(server.uri)
    expect(response.headers.get('content-length')).toBe(String(JSON.stringify(jwks).length + 1000))
    await expect(response.text()).rejects.toThrow('terminated')
  })

  it('sends a body of 50 MiB', async () => {
    server.respond({ paddingBytes: 50 * 2 ** 20 })
    const body = await (await fetch(server.uri)).text()
    expect(body.length).toBe(50 * 2 ** 20 + JSON.stringify(jwks).length)
    expect(server.bytesSent).toBeGreaterThan(50 * 2 ** 20)
  })

  it('sends an endless body no faster than it is read', async () => {
    server.respond({ paddingBytes: Infinity })
    const client = new AbortController()
    await fetch(server.uri, { signal: client.signal })
    await new Promise((resolve) => void setTimeout(resolve, 100))
    expect(server.bytesSent).toBeLessThan(20 * 2 ** 20)
    client.abort()
    await expect.poll(() => server.sockets - server.openSockets).toBe(1)
  })
})
