/**
 * Starts both APIs with a test user pool, causes the mistakes and the outage that the page on operations describes, and fails
 * unless the metrics show each of them.
 */
import { equal, match } from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
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

  // The JWKS endpoint is down, and two instances start.
  await keys.close()
  const lateServer = createExpressApi(options).listen(0, host)
  const lateApi = createFastifyApi(options)
  try {
    for (const url of [await urlOf(lateServer), await lateApi.listen({ port: 0, host })]) {
      equal(await request(url, '/ready'), 503)
      equal(await request(url, '/me', alice), 503)
    }
  } finally {
    lateServer.close()
    await lateApi.close()
  }
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
