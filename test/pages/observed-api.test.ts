import { instrument } from '@cognito-auth/opentelemetry'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestMeter } from '../../packages/opentelemetry/test/support/meter.ts'
import { publish } from '../../packages/opentelemetry/test/support/publish.ts'
import { freePort, run } from '../support/child.ts'
import { readReadme, tableOf } from '../support/readme.ts'

const folder = 'examples/observed-api'

/** The names of all metrics, as the package gives them. */
let metrics: readonly string[]
beforeAll(async () => {
  const { meterProvider, read } = createTestMeter()
  const { stop } = instrument({ meterProvider })
  publish.authenticate({ result: 'none', reason: 'no_credentials', cached: false, durationMs: 1 })
  publish.authorize({ allowed: false, reason: 'guard' })
  publish.keysFetch({ userPoolId: 'us-east-1_EXAMPLE1', ok: true, durationMs: 1, keys: 2 })
  publish.revocationsRead({ ok: true, durationMs: 1, entries: 0 })
  metrics = (await read()).map(({ name }) => name)
  stop()
})

/** The names of metrics in a text, as the Prometheus exporter writes them, and the attributes among them. */
function namesIn(text: string): readonly string[] {
  return [...new Set(text.match(/\bcognito_auth_\w+/g))]
}

const attributes = ['result', 'cached', 'token_use', 'user_pool_id'].map((name) => `cognito_auth_${name}`)

/** The series that the Prometheus exporter makes of the metrics. */
function series(): readonly string[] {
  return metrics.flatMap((metric) => {
    const name = metric.replaceAll('.', '_')
    if (name.endsWith('_duration')) return [`${name}_count`, `${name}_sum`, `${name}_bucket`]
    return /(?:challenges|forbids)$/.test(name) ? [`${name}_total`] : [name]
  })
}

describe.each([`${folder}/grafana-dashboard.json`, `${folder}/prometheus-alerts.yml`])('%s', (path) => {
  it('uses metrics and attributes that exist', () => {
    const names = namesIn(readReadme(path))
    expect(names.length).toBeGreaterThan(4)
    const known = new Set([...series(), ...attributes])
    expect(names.filter((name) => !known.has(name))).toEqual([])
  })
})

describe('The dashboard', () => {
  it('shows every metric', () => {
    const names = namesIn(readReadme(`${folder}/grafana-dashboard.json`))
    const missing = metrics.filter((metric) => {
      const name = metric.replaceAll('.', '_')
      return !names.some((shown) => shown.startsWith(name))
    })
    expect(missing).toEqual([])
  })
})

describe('The README of @cognito-auth/opentelemetry', () => {
  it('has all metrics in its table, and no other', () => {
    const named = tableOf('packages/opentelemetry/README.md', 'metric').map(([name = '']) =>
      name.replaceAll('`', ''),
    )
    expect(named.toSorted()).toEqual(metrics.toSorted())
  })
})

describe('The page about operations', () => {
  it('uses metrics and attributes that exist', () => {
    const names = namesIn(
      readReadme('docs/operations.md').replaceAll('cognito_auth_authenticate_duration_seconds', ''),
    )
    const known = new Set([...series(), ...attributes])
    expect(names.filter((name) => !known.has(name))).toEqual([])
  })
})

describe('The example', () => {
  it('passes its check', async () => {
    const { status, stdout, stderr } = await run(`${folder}/dist/check.js`).end
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toBe('The metrics of both APIs are as they should be\n')
  })

  it('fails its check when nothing is recorded', async () => {
    const deaf = `--import=data:text/javascript,${encodeURIComponent(`
      import { Channel } from 'node:diagnostics_channel'
      Channel.prototype.subscribe = () => {}
    `)}`
    const { status, stderr } = await run(`${folder}/dist/check.js`, [], { NODE_OPTIONS: deaf }).end
    expect(status).toBe(1)
    expect(stderr).toContain('AssertionError')
  })

  it('starts with the environment, and ends with SIGTERM', async () => {
    const [PORT_EXPRESS, PORT_FASTIFY, PORT_METRICS] = await Promise.all([freePort(), freePort(), freePort()])
    const child = run(`${folder}/dist/main.js`, [], {
      COGNITO_USER_POOL_ID: 'us-east-1_EXAMPLE1',
      COGNITO_CLIENT_ID: 'client',
      COGNITO_JWKS_URI: `http://127.0.0.1:${await freePort()}/jwks.json`,
      PORT_EXPRESS: String(PORT_EXPRESS),
      PORT_FASTIFY: String(PORT_FASTIFY),
      PORT_METRICS: String(PORT_METRICS),
    })
    await child.printed('/metrics')
    for (const port of [PORT_EXPRESS, PORT_FASTIFY]) {
      expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(503)
    }
    const url = `http://127.0.0.1:${PORT_METRICS}`
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('cognito_auth_keys_fetch_duration_count')
    expect((await fetch(url)).status).toBe(404)
    child.process.kill('SIGTERM')
    expect((await child.end).status).toBe(0)
  })
})
