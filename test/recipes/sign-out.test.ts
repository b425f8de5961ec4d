import type { CognitoAuthOptions, Principal } from '@cognito-auth/core'
import { createAuthenticator } from '@cognito-auth/core'
import { createRevocations, type ManagedRevocations, memoryStore } from '@cognito-auth/revocation'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import { EventEmitter, once } from 'node:events'
import request from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

type CreateApi<App> = (revocations: ManagedRevocations, options: CognitoAuthOptions) => App

const revoked = { code: 'token_revoked' }

describe('The chapter on sign-out', () => {
  let pool: TestUserPool
  let page: Page
  let revocations: ManagedRevocations

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPage('docs/sign-out.md')
  })
  beforeEach(() => {
    revocations = createRevocations({ store: memoryStore() })
  })
  afterAll(() => page.remove())

  it('signs out at both APIs, and leaves other sign-ins of the user alone', async () => {
    const express = await page.module<{ createApi: CreateApi<Express> }>("'express'")
    const fastify = await page.module<{ createApi: CreateApi<FastifyInstance> }>("'fastify'")
    const app = express.createApi(revocations, pool.options)
    const other = fastify.createApi(revocations, pool.options)
    const [laptop, phone] = [pool.bearer({ sub: 'alice' }), pool.bearer({ sub: 'alice' })]
    const atFastify = (authorization: string, method: 'GET' | 'POST', url: string) =>
      other.inject({ method, url, headers: { authorization } })

    await request(app).get('/me').set('Authorization', laptop).expect(200)
    await request(app).post('/sign-out').set('Authorization', laptop).expect(204)
    const { body } = await request(app).get('/me').set('Authorization', laptop).expect(401)
    expect(body).toMatchObject(revoked)
    expect((await atFastify(laptop, 'GET', '/me')).json()).toMatchObject(revoked)
    expect((await atFastify(phone, 'GET', '/me')).statusCode).toBe(200)

    expect((await atFastify(phone, 'POST', '/sign-out')).statusCode).toBe(204)
    await request(app).get('/me').set('Authorization', phone).expect(401)
    await other.close()
  })

  it('answers 503 to a sign-out that was not stored, in both frameworks', async () => {
    const failing = createRevocations({
      store: { ...memoryStore(), append: () => Promise.reject(new Error('down')) },
    })
    const express = await page.module<{ createApi: CreateApi<Express> }>("'express'")
    const app = express.createApi(failing, pool.options)
    app.set('env', 'test')
    await request(app).post('/sign-out').set('Authorization', pool.bearer()).expect(503)

    const fastify = await page.module<{ createApi: CreateApi<FastifyInstance> }>("'fastify'")
    const other = fastify.createApi(failing, pool.options)
    const headers = { authorization: pool.bearer() }
    expect((await other.inject({ method: 'POST', url: '/sign-out', headers })).statusCode).toBe(503)
    await other.close()
  })

  it('ends an incident: sign-ins until then, and none after it', async () => {
    const { endIncident } = await page.module<{
      endIncident: (revocations: ManagedRevocations, userPoolId: string, at: Date) => Promise<void>
    }>('endIncident')
    const { verify } = createAuthenticator({ ...pool.options, revocations })
    const at = Math.floor(Date.now() / 1000) - 3600
    await endIncident(revocations, pool.userPoolId, new Date(at * 1000 + 999))
    const signedInAt = (seconds: number) =>
      verify(pool.accessToken({ claims: { auth_time: seconds, iat: at + 3000 } }))

    await expect(signedInAt(at)).rejects.toMatchObject(revoked)
    await expect(signedInAt(at + 1)).resolves.toBeDefined()
  })

  it('closes a connection when its principal is revoked', async () => {
    const { closeWhenRevoked } = await page.module<{
      closeWhenRevoked: (revocations: ManagedRevocations, principal: Principal, socket: EventEmitter) => void
    }>('closeWhenRevoked')
    const principal = await createAuthenticator(pool.options).verify(pool.accessToken())
    const socket = Object.assign(new EventEmitter(), {
      close: (...args: unknown[]) => socket.emit('close', ...args),
    })
    closeWhenRevoked(revocations, principal, socket)
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(5000) })
    await revocations.endSignIn(principal)
    expect(await closed).toEqual([4401, 'token_revoked'])
  })

  it('works in a test without a server', async () => {
    const test = await page.module<{ pool: TestUserPool; revocations: ManagedRevocations }>(
      'export const pool',
    )
    const express = await page.module<{ createApi: CreateApi<Express> }>("'express'")
    const app = express.createApi(test.revocations, test.pool.options)
    const authorization = test.pool.bearer({ sub: 'alice' })
    const other = test.pool.bearer({ sub: 'alice' })
    await request(app).post('/sign-out').set('Authorization', authorization).expect(204)
    const { body } = await request(app).get('/me').set('Authorization', authorization).expect(401)
    expect(body).toMatchObject({ code: 'token_revoked' })
    await request(app).get('/me').set('Authorization', other).expect(200)
    await test.revocations.endUser({ userPoolId: test.pool.userPoolId, sub: 'alice' })
    await request(app).get('/me').set('Authorization', other).expect(401)
  })

  it('answers with 500 when a machine signs out', async () => {
    const express = await page.module<{ createApi: CreateApi<Express> }>("'express'")
    const app = express.createApi(revocations, pool.options)
    app.set('env', 'test')
    const authorization = `Bearer ${pool.machineToken()}`
    await request(app).post('/sign-out').set('Authorization', authorization).expect(500)
  })
})
