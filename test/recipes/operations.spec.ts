import { createAuthenticator } from '@cognito-auth/core'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../support/child.ts'
import { openPageWithPackages } from '../support/page.ts'

describe('The page about operations', () => {
  let pool: TestUserPool

  beforeAll(async () => {
    pool = await createTestUserPool()
  })

  /** Authenticates a token that is accepted, and one that is not. */
  async function authenticate(): Promise<void> {
    const { verify } = createAuthenticator(pool.options)
    await verify(pool.accessToken())
    await expect(verify(pool.idToken())).rejects.toMatchObject({ reason: 'token_use' })
  }

  it('serves metrics to Prometheus', async () => {
    const port = await freePort()
    const page = await openPageWithPackages('docs/operations.md', (code) =>
      code.replace('9464', String(port)),
    )
    onTestFinished(() => page.remove())
    const { exporter, stop } = await page.module<{
      exporter: { shutdown(): Promise<void> }
      stop: () => void
    }>('PrometheusExporter')
    onTestFinished(async () => {
      stop()
      await exporter.shutdown()
    })
    await authenticate()
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    expect(text).toMatch(/^cognito_auth_authenticate_duration_count\{.*cognito_auth_result="success".*\} 1$/m)
    expect(text).toMatch(/^cognito_auth_challenges_total\{error_type="token_use".*\} 1$/m)
  })

  it('counts with prom-client and without OpenTelemetry', async () => {
    const page = await openPageWithPackages('docs/operations.md', (code) => `${code}\nexport { duration }`)
    onTestFinished(() => page.remove())
    const { duration } = await page.module<{ duration: { get(): Promise<{ values: readonly object[] }> } }>(
      'prom-client',
    )
    await authenticate()
    const { values } = await duration.get()
    const count = { metricName: 'cognito_auth_authenticate_duration_seconds_count', value: 1 }
    expect(values.filter((value) => Object.hasOwn(value, 'metricName'))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...count, labels: { result: 'success', reason: '', cached: 'false' } }),
        expect.objectContaining({
          ...count,
          labels: { result: 'failure', reason: 'token_use', cached: 'false' },
        }),
      ]),
    )
  })
})
