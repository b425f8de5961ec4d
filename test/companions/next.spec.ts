import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { getPrincipal, requireAuth } from '@cognito-auth/express'
import { createTestUserPool, type TokenOptions } from '@cognito-auth/testing'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { originOf, send } from '../support/http.ts'
import { writeSamples } from '../support/page-samples.ts'
import { root } from '../support/readme.ts'

const folder = join(import.meta.dirname, 'next')
const site = join(folder, 'dist')
const next = join(folder, 'node_modules/next/dist/bin/next')

const pool = await createTestUserPool()

/** Files that every project has, and the page leaves out. */
const others = {
  'package.json': '{ "private": true }',
  'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(root)} } }`,
  'app/layout.tsx': `
    import type { ReactNode } from 'react'
    import { AmplifyClient } from './amplify-client'
    export default function Layout({ children }: { children: ReactNode }) {
      return <html><body><AmplifyClient />{children}</body></html>
    }`,
}

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** The cookies of Amplify in the browser. */
function cookiesOf(options: TokenOptions): string {
  const prefix = `CognitoIdentityServiceProvider.${pool.clientId}`
  return [
    `${prefix}.LastAuthUser=alice`,
    `${prefix}.alice.accessToken=${pool.accessToken({ username: 'alice', ...options })}`,
    `${prefix}.alice.idToken=${pool.idToken({ username: 'alice' })}`,
    `${prefix}.alice.refreshToken=none`,
    `${prefix}.alice.clockDrift=0`,
  ].join('; ')
}

describe('The page about Next.js', () => {
  const closing: (() => unknown)[] = []
  let api: Server
  let origin: string

  beforeAll(async () => {
    await rm(site, { recursive: true, force: true })
    const samples = ['app/amplify-client.tsx', 'lib/api.ts', 'app/me/page.tsx', 'app/orders/route.ts']
    await writeSamples('docs/recipes/nextjs.md', site, samples)
    await Promise.all(Object.entries(others).map(([name, code]) => writeFile(join(site, name), code)))

    const keys = await pool.listen()
    const app = express()
    app.use(requireAuth({ ...pool.options, isRevoked: ({ username }) => username === 'carol' }))
    app.get('/me', (req, res) => {
      res.json(getPrincipal(req))
    })
    api = createServer(app).listen(0, '127.0.0.1')
    await once(api, 'listening')
    closing.push(() => api.close(), keys.close)

    const { PATH = '', HOME = '' } = process.env
    const env = {
      PATH,
      HOME,
      NODE_ENV: 'production' as const,
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_PUBLIC_USER_POOL_ID: pool.userPoolId,
      NEXT_PUBLIC_CLIENT_ID: pool.clientId,
      COGNITO_USER_POOL_ID: pool.userPoolId,
      COGNITO_CLIENT_ID: pool.clientId,
      COGNITO_JWKS_URI: keys.jwksUri,
      API_URL: originOf(api.address()),
    }
    await promisify(execFile)(process.execPath, [next, 'build'], { cwd: site, env })

    const port = await freePort()
    const preload = ['--require', join(folder, 'redirect-jwks.cjs')]
    const args = [...preload, next, 'start', '--port', String(port), '--hostname', '127.0.0.1']
    const child = spawn(process.execPath, args, { cwd: site, env, stdio: 'ignore' })
    closing.push(() => child.kill())
    origin = `http://127.0.0.1:${port}`
    await vi.waitFor(() => send(origin), { timeout: 20_000 })
  }, 300_000)

  afterAll(async () => {
    for (const close of closing) await close()
    await rm(site, { recursive: true, force: true })
  })

  it('has a server component that calls the API for the user of the cookies', async () => {
    const { status, body } = await send(origin, {
      path: '/me',
      headers: { cookie: cookiesOf({ sub: 'id-of-alice' }) },
    })
    expect(status).toBe(200)
    expect(body).toContain('id-of-alice')
  })

  it.each<[string, () => Record<string, string>]>([
    ['users without cookies', () => ({})],
    ['users whose token Amplify rejects', () => ({ cookie: cookiesOf({ clientId: 'other' }) })],
    ['users whose token the API rejects', () => ({ cookie: cookiesOf({ username: 'carol' }) })],
  ])('sends %s to sign in', async (_who, headers) => {
    const { status, headers: answered } = await send(origin, { path: '/me', headers: headers() })
    expect(status).toBe(307)
    expect(answered.location).toBe('/sign-in')
  })

  it('has a route handler that answers as the adapters do', async () => {
    const get = (authorization?: string) => send(origin, { path: '/orders', authorization })
    expect(await get()).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="api"' } })
    expect(await get(`Bearer ${pool.idToken()}`)).toMatchObject({ status: 401 })
    expect(await get(pool.bearer())).toMatchObject({ status: 403 })
    const { status, body } = await get(pool.bearer({ sub: 'alice', groups: ['staff'] }))
    expect([status, JSON.parse(body)]).toEqual([200, { orders: ['tea'], for: 'alice' }])
  })
})
