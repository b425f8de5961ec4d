import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Api, startApi, valueOf } from './support.ts'

let staff: TestUserPool
let customers: TestUserPool
let servers: readonly JwksServer[]
let env: Readonly<Record<string, string>>

beforeAll(async () => {
  staff = await createTestUserPool({ userPoolId: 'us-east-1_EXAMPLE1' })
  customers = await createTestUserPool({ userPoolId: 'us-east-1_EXAMPLE2' })
  servers = await Promise.all([staff.listen(), customers.listen()])
  env = { USER_POOLS: JSON.stringify(servers.map(({ options }) => options)) }
})

afterAll(() => Promise.all(servers.map((server) => server.close())))

describe.each(['express-api.cjs', 'fastify-api.cjs'])('%s', (file) => {
  let api: Api
  let text: string
  const sent: string[] = []
  const statuses: string[] = []

  /** Sends a request, and notes its token and the status of the answer. */
  async function send(method: string, path: string, token?: string): Promise<void> {
    if (token !== undefined) sent.push(token)
    statuses.push((await api.send(method, path, token)).slice(0, 3))
  }

  beforeAll(async () => {
    api = await startApi(file, env)
    const alice = staff.accessToken({ sub: 'sub-of-alice', username: 'name-of-alice' })
    await send('GET', '/me', alice)
    await send('GET', '/me', alice)
    await send('GET', '/open')
    await send('GET', '/me')
    await send('GET', '/me', staff.idToken({ sub: 'sub-of-alice' }))
    await send('GET', '/me', staff.accessToken({ expiresInSeconds: -1 }))
    await send('GET', '/me', `${alice.slice(0, -4)}AAAA`)
    await send('GET', '/me', 'a.b')
    await send('DELETE', '/users/7', alice)
    await send('GET', '/customers/me', customers.accessToken())
    await send('GET', '/customers/me', alice)
    await send('POST', '/sign-out', alice)
    await send('GET', '/me', alice)
    text = await api.scrape()
  })

  afterAll(() => api.stop())

  it('answers as it should', () => {
    expect(statuses.join(' ')).toBe('200 200 200 401 401 401 401 401 403 200 401 200 401')
  })

  it('counts authentications by result, reason, user pool and cache', () => {
    const counted = (labels: Readonly<Record<string, string>>) =>
      valueOf(text, 'cognito_auth_authenticate_duration_count', labels)
    const pool = { cognito_auth_user_pool_id: staff.userPoolId }
    const success = { cognito_auth_result: 'success', cognito_auth_token_use: 'access' }
    expect(counted({ ...success, ...pool, cognito_auth_cached: 'false' })).toBe(1)
    expect(counted({ ...success, ...pool, cognito_auth_cached: 'true' })).toBe(3)
    expect(counted({ ...success, cognito_auth_user_pool_id: customers.userPoolId })).toBe(1)
    expect(counted({ cognito_auth_result: 'none' })).toBe(2)
    expect(counted({ cognito_auth_result: 'none', error_type: 'no_credentials' })).toBe(1)
    expect(counted({ error_type: 'token_use', ...pool })).toBe(1)
    expect(counted({ error_type: 'expired', ...pool })).toBe(1)
    expect(counted({ error_type: 'revoked', ...pool, cognito_auth_cached: 'true' })).toBe(1)
    for (const error_type of ['signature', 'malformed_token', 'issuer']) {
      expect([error_type, counted({ error_type })]).toEqual([error_type, 1])
    }
    expect(counted({})).toBe(13)
  })

  it('has buckets from 10 µs', () => {
    expect(text).toMatch(/cognito_auth_authenticate_duration_bucket\{.*le="0\.00001"\}/)
  })

  it('counts challenges and forbids by reason', () => {
    expect(valueOf(text, 'cognito_auth_challenges_total')).toBe(7)
    expect(valueOf(text, 'cognito_auth_challenges_total', { error_type: 'token_use' })).toBe(1)
    expect(valueOf(text, 'cognito_auth_forbids_total', { error_type: 'guard' })).toBe(1)
  })

  it('tells of the keys of each user pool', () => {
    for (const { userPoolId } of [staff, customers]) {
      const labels = { cognito_auth_user_pool_id: userPoolId }
      expect(valueOf(text, 'cognito_auth_keys_fetch_duration_count', labels)).toBe(1)
      expect(valueOf(text, 'cognito_auth_keys_age', labels)).toBeLessThan(30)
    }
  })

  it('tells of the list of revocations', () => {
    expect(valueOf(text, 'cognito_auth_revocations_age')).toBeLessThan(30)
    expect(valueOf(text, 'cognito_auth_revocations_entries')).toBeDefined()
  })

  it('runs next to the instrumentations of HTTP, the framework and the log', () => {
    const kinds = new Set(api.lines.map(({ kind }) => kind))
    expect([...kinds]).toEqual(expect.arrayContaining(['span', 'log']))
    const names = api.lines.filter(({ kind }) => kind === 'span').map(({ name }) => String(name))
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^GET \/me|^GET/)]))
    expect(names.length).toBeGreaterThan(13)
  })

  it('exports no token and no user in a metric, a span or a log record', () => {
    const exported = `${text}\n${api.lines.map((line) => JSON.stringify(line)).join('\n')}`
    const secrets = sent.flatMap((token) => token.split('.')).filter((part) => part.length > 10)
    expect(secrets.length).toBeGreaterThan(20)
    expect(secrets.filter((secret) => exported.includes(secret))).toEqual([])
    expect(exported).not.toMatch(/eyJ|sub-of-alice|name-of-alice/)
  })
})

describe.each(['express-api.cjs', 'fastify-api.cjs'])('%s with recordUserId', (file) => {
  it('has the user id in a span of each request, and nowhere else', async () => {
    const api = await startApi(file, { ...env, RECORD_USER_ID: 'true' })
    onTestFinished(() => api.stop())
    // @fastify/otel ends the span of a hook when the hook returns, so the keys have to be there.
    expect(await api.send('GET', '/me', staff.accessToken())).toBe('200 ok')
    const token = staff.accessToken({ sub: 'sub-of-alice' })
    for (const _ of [1, 2]) expect(await api.send('GET', '/me', token)).toBe('200 ok')
    const telling = () => api.lines.filter((line) => JSON.stringify(line).includes('sub-of-alice'))
    const span = { kind: 'span', attributes: { 'user.id': 'sub-of-alice' } }
    await expect.poll(telling).toMatchObject([span, span])
    expect(await api.scrape()).not.toContain('sub-of-alice')
  })
})
