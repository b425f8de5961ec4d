import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { startJwksServer, type JwksServer } from '../dist/jwks-server.js'
import { resolvePoolIdentity } from '../dist/pool-identity.js'
import type { PublicKeySet } from '../dist/signing-key.js'

const pool = resolvePoolIdentity({})
const keySet: PublicKeySet = {
  keys: [{ kid: 'one', alg: 'RS256', kty: 'RSA', e: 'AQAB', n: 'AA', use: 'sig' }],
}
const servers: JwksServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(currentKeys = () => keySet, options = {}): Promise<JwksServer> {
  const server = await startJwksServer(pool, currentKeys, options)
  servers.push(server)
  return server
}

describe('startJwksServer', () => {
  it('names its addresses and the issuer of the pool', async () => {
    const server = await start()
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(server.jwksUri).toBe(`${server.url}/us-east-1_EXAMPLE1/.well-known/jwks.json`)
    expect(server.issuer).toBe(pool.issuer)
    expect(server.options).toEqual({
      userPoolId: pool.userPoolId,
      clientId: pool.clientId,
      jwksUri: server.jwksUri,
    })
  })

  it('serves the current keys, and forbids caching them', async () => {
    let keys = keySet
    const server = await start(() => keys)
    const response = await fetch(server.jwksUri)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual(keySet)

    keys = { keys: [] }
    expect(await (await fetch(server.jwksUri)).json()).toEqual({ keys: [] })
  })

  it('answers HEAD without a body', async () => {
    const { jwksUri } = await start()
    const response = await fetch(jwksUri, { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it.each([
    ['GET', '/'],
    ['GET', '/.well-known/jwks.json'],
    ['GET', '/us-east-1_OTHER/.well-known/jwks.json'],
    ['POST', '/us-east-1_EXAMPLE1/.well-known/jwks.json'],
  ])('answers %s %s with 404', async (method, path) => {
    const { url } = await start()
    expect((await fetch(url + path, { method })).status).toBe(404)
  })

  it('listens on 127.0.0.1 only', async () => {
    const { url } = await start()
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
    const attempts = others.map(async ({ address }) => {
      const socket = connect(Number(new URL(url).port), address)
      const outcome = await Promise.race([
        once(socket, 'connect').then(() => 'connected'),
        once(socket, 'error').then(() => 'refused'),
      ]).catch(() => 'refused')
      socket.destroy()
      return outcome
    })
    expect(new Set(await Promise.all(attempts))).not.toContain('connected')
  })

  it('listens on the port that is asked for, several times over', async () => {
    const first = await start()
    const port = Number(new URL(first.url).port)
    await first.close()
    const second = await start(undefined, { port })
    const third = await start()
    expect(second.url).toBe(first.url)
    expect(third.url).not.toBe(first.url)
  })

  it('rejects a port that is in use', async () => {
    const { url } = await start()
    const { port } = new URL(url)
    await expect(start(undefined, { port: Number(port) })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is already in use`,
    )
  })

  it.each([-1, 65_536, 1.5, '80', null])('rejects the port %j', async (port) => {
    await expect(start(undefined, { port })).rejects.toThrow('It must be a whole number from 0 to 65535.')
  })

  it('rejects an unknown option', async () => {
    await expect(start(undefined, { host: '0.0.0.0' })).rejects.toThrow('`host` is not an option of listen.')
  })

  it('closes connections that are kept alive, and closes once', async () => {
    const { url, close } = await start()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(socket, 'data')
    const ended = once(socket, 'close')
    await Promise.all([close(), close()])
    await close()
    await ended
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  it('does not keep the process alive, not even with an open connection', async () => {
    const script = `
      import { connect } from 'node:net'
      import { createTestUserPool } from '@cognito-auth/testing'
      const { url } = await (await createTestUserPool()).listen()
      connect(new URL(url).port, '127.0.0.1', function () { this.unref() })
    `
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: import.meta.dirname,
      env: { ...process.env, NODE_ENV: 'test' },
      stdio: 'inherit',
      timeout: 10_000,
    })
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
