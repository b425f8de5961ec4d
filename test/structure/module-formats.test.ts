import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Child, run } from '../support/child.ts'
import { send } from '../support/http.ts'

let pool: TestUserPool
let keys: JwksServer

beforeAll(async () => {
  pool = await createTestUserPool()
  keys = await pool.listen()
})

afterAll(() => keys.close())

describe.each([
  { framework: 'Express', format: 'import', file: 'test/fixtures/express-api.mjs' },
  { framework: 'Express', format: 'require', file: 'test/fixtures/express-api.cjs' },
  { framework: 'Fastify', format: 'import', file: 'test/fixtures/fastify-api.mjs' },
  { framework: 'Fastify', format: 'require', file: 'test/fixtures/fastify-api.cjs' },
])('an API of $framework that uses $format', ({ framework, file }) => {
  let api: Child
  let origin: string

  beforeAll(async () => {
    api = run(file, [], {
      COGNITO_USER_POOL_ID: pool.userPoolId,
      COGNITO_CLIENT_ID: pool.clientId,
      COGNITO_JWKS_URI: keys.jwksUri,
    })
    const port = /port (\d+)\./.exec(await api.printed('.'))?.[1]
    origin = `http://127.0.0.1:${port}`
  })

  it('answers /health to everybody', async () => {
    expect(await send(origin, { path: '/health' })).toMatchObject({ status: 200, body: 'ok' })
  })

  it('tells users who they are', async () => {
    const authorization = pool.bearer({ sub: 'alice', groups: ['staff'] })
    const { status, body } = await send(origin, { path: '/me', authorization })
    expect([status, JSON.parse(body)]).toEqual([200, { userId: 'alice', groups: ['staff'] }])
  })

  it('tells nobody how to sign in', async () => {
    const { status, headers, body } = await send(origin, { path: '/me' })
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="api"'])
    expect(JSON.parse(body)).toMatchObject({ code: 'credentials_missing' })
  })

  it('has users removed by admins only', async () => {
    const request = { method: 'DELETE', path: '/users/7' } as const
    const staff = await send(origin, { ...request, authorization: pool.bearer({ groups: ['staff'] }) })
    const admin = await send(origin, { ...request, authorization: pool.bearer({ groups: ['admin'] }) })
    expect([staff.status, admin.status]).toEqual([403, 204])
  })

  it('ends by itself when the server is closed', async () => {
    const start = performance.now()
    api.process.kill('SIGTERM')
    const { status, stderr } = await api.end
    // A connection to the key server that was kept open would keep the process alive for 4 or 5 seconds.
    expect(performance.now() - start).toBeLessThan(3000)
    expect(status).toBe(0)
    expect(stderr).not.toContain('Error')
    // Fastify has a logger. Express has none here, and says so once.
    const warnings = [...stderr.matchAll(/\[(?<code>COGNITO_\w+)\]/g)].map(({ groups }) => groups?.['code'])
    expect(warnings).toEqual(framework === 'Express' ? ['COGNITO_AUTH_NOT_LOGGED'] : [])
  })
})
