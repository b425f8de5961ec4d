/**
 * Starts both APIs with a test user pool, causes the mistakes and the outages that the page on operations describes, and fails
 * unless the metrics show each of them.
 */
import { equal, match, ok } from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRevocations, memoryStore, type RevocationStore } from '@cognito-auth/revocation'
import type { CognitoAuthOptions } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import { createExpressApi } from './express-api.ts'
import { createFastifyApi } from './fastify-api.ts'
import { createMetricsServer } from './metrics.ts'

const host = '127.0.0.1'
const pool = await createTestUserPool()
const keys = await pool.listen()
/** Here the metrics are looked at, and not the log. */
const options = { ...keys.options, logger: { info() {}, warn() {} } }
const metrics = createMetricsServer().listen(0, host)
const metricsUrl = await urlOf(metrics)

const expressServer = createExpressApi(options).listen(0, host)
const fastifyApi = createFastifyApi(options)
const urls = [await urlOf(expressServer), await fastifyApi.listen({ port: 0, host })]
const alice = pool.bearer({ sub: 'alice' })

try {
  for (const url of urls) {
    equal(await request(url, '/ready'), 200)
    equal(await request(url, '/me', alice), 200)
    equal(await request(url, '/me', alice), 200)
    equal(await request(url, '/me'), 401)
    equal(await request(url, '/users/7', alice, 'DELETE'), 403)

    // A client that sends ID tokens, and an app client that is missing from the configuration.
    equal(await request(url, '/me', `Bearer ${pool.idToken()}`), 401)
    equal(await request(url, '/me', pool.bearer({ clientId: 'another-client' })), 401)
  }
  await hasMetric(
    'cognito_auth_authenticate_duration_count',
    { cognito_auth_result: 'success', cognito_auth_cached: 'true' },
    4,
  )
  await hasMetric('cognito_auth_challenges_total', { error_type: 'no_credentials' }, 2)
  await hasMetric('cognito_auth_challenges_total', { error_type: 'token_use' }, 2)
  await hasMetric('cognito_auth_challenges_total', { error_type: 'client' }, 2)
  await hasMetric('cognito_auth_forbids_total', { error_type: 'guard' }, 2)
  await hasMetric('cognito_auth_keys_fetch_duration_count', { cognito_auth_user_pool_id: pool.userPoolId }, 2)
  match(await scrape(), /^cognito_auth_keys_age\{.*\} \d/m)

  // The store of the revocations stops answering: the known list is used for a while.
  const store = createStore()
  const revocations = createRevocations({ store, maxStaleSeconds: 2, timeoutSeconds: 0.1 })
  await withBothApis({ ...options, revocations }, async (listedUrls) => {
    for (const url of listedUrls) equal(await request(url, '/ready'), 200)
    store.hangs = true
    for (const url of listedUrls) equal(await request(url, '/me', alice), 200)
    await sleep(2000)
    for (const url of listedUrls) equal(await request(url, '/me', alice), 503)
  })
  await hasMetric(
    'cognito_auth_authenticate_duration_count',
    { error_type: 'revocations_unavailable', cognito_auth_user_pool_id: pool.userPoolId },
    2,
  )
  const [, age] = /^cognito_auth_revocations_age\{.*\} ([\d.]+)$/m.exec(await scrape()) ?? []
  ok(Number(age) >= 2, `cognito_auth_revocations_age is ${age}`)

  // The JWKS endpoint is down, and two instances start.
  await keys.close()
  await withBothApis(options, async (lateUrls) => {
    for (const url of lateUrls) {
      equal(await request(url, '/ready'), 503)
      equal(await request(url, '/me', alice), 503)
    }
  })
  await hasMetric('cognito_auth_authenticate_duration_count', { error_type: 'keys_unavailable' }, 2)
  await hasMetric('cognito_auth_keys_fetch_duration_count', { error_type: 'network' }, 2)

  // The instances that have the keys still work.
  for (const url of urls) equal(await request(url, '/me', alice), 200)
  equal((await scrape()).includes('alice'), false)
} finally {
  metrics.close()
  expressServer.close()
  await fastifyApi.close()
}
console.log('The metrics of both APIs are as they should be')

/** A store that can stop answering. */
function createStore(): RevocationStore & { hangs: boolean } {
  const memory = memoryStore()
  const store = {
    ...memory,
    hangs: false,
    readAfter: (cursor: string | undefined) =>
      store.hangs ? new Promise<never>(() => {}) : memory.readAfter(cursor),
  }
  return store
}

async function withBothApis(
  auth: CognitoAuthOptions,
  use: (urls: readonly string[]) => Promise<void>,
): Promise<void> {
  const server = createExpressApi(auth).listen(0, host)
  const api = createFastifyApi(auth)
  try {
    await use([await urlOf(server), await api.listen({ port: 0, host })])
  } finally {
    server.close()
    await api.close()
  }
}

async function urlOf(server: Server): Promise<string> {
  if (!server.listening) await once(server, 'listening')
  const address = server.address()
  return `http://${host}:${typeof address === 'object' ? address?.port : undefined}`
}

async function request(url: string, path: string, authorization?: string, method = 'GET'): Promise<number> {
  const headers = authorization === undefined ? {} : { authorization }
  return (await fetch(url + path, { method, headers })).status
}

async function scrape(): Promise<string> {
  return (await fetch(`${metricsUrl}/metrics`)).text()
}

/** Fails unless the points of a metric that have the labels add up to a value. */
async function hasMetric(
  name: string,
  labels: Readonly<Record<string, string>>,
  expected: number,
): Promise<void> {
  const lines = (await scrape()).split('\n').filter((line) => line.startsWith(`${name}{`))
  const points = lines.filter((line) =>
    Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)),
  )
  const sum = points.reduce((total, line) => total + Number(line.split(' ').at(-1)), 0)
  equal(sum, expected, `${name} with ${JSON.stringify(labels)} is ${sum} instead of ${expected}`)
}
