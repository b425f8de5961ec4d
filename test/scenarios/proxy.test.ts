import type { AuthHandler } from '@cognito-auth/express'
import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import express from 'express'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { compile, type Compiled } from '../support/compiled.ts'
import { type RunningServer, start } from '../support/http.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { moduleWith } from '../support/readme.ts'

let pool: TestUserPool
let keys: JwksServer
let proxy: Proxy
let compiled: Compiled
let api: RunningServer

/** An API with the `auth` of the README, whose proxy is ours. */
beforeEach(async () => {
  pool = await createTestUserPool()
  keys = await pool.listen()
  proxy = await startProxy()

  const address = 'http://proxy.example.com:3128'
  const code = moduleWith(address).code.replace(address, proxy.url)
  compiled = await compile(new Map([['auth.ts', code]]))

  vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
  vi.stubEnv('COGNITO_CLIENT_ID', pool.clientId)
  vi.stubEnv('COGNITO_JWKS_URI', keys.jwksUri)
  const { auth }: { auth: AuthHandler } = await import(compiled.pathOf('auth.ts'))

  const app = express()
  app.use(auth)
  app.get('/', (_req, res) => {
    res.send('in')
  })
  api = await start(app)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all([api.close(), proxy.close(), keys.close(), compiled.remove()])
})

describe('The proxy of the README', () => {
  it('brings the keys', async () => {
    expect(await api.send({ authorization: pool.bearer() })).toMatchObject({ status: 200, body: 'in' })
    expect(proxy.targets).toEqual([new URL(keys.url).host])
  })

  it('is the only way to the keys', async () => {
    await proxy.close()
    expect(await api.send({ authorization: pool.bearer() })).toMatchObject({ status: 503 })
  })
})
