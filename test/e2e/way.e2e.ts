import { createTestUserPool } from '@cognito-auth/testing'
import { testPool } from '@example/sign-in'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage } from './support/open-stage.ts'
import { openPage, type SignInPage } from './support/sign-in-page.ts'
import { stage, stageOnTestPool } from './support/stage.ts'

const steps = ['header', 'token', 'key', 'signature', 'claims', 'revocation', 'guard'] as const

type Row = readonly [what: string, route: string, stop: (typeof steps)[number] | 'none', reason: string]

const rows: readonly Row[] = [
  ['the access token', 'DELETE /users/7', 'none', ''],
  ['the access token', 'GET /users/{sub}', 'none', ''],
  ['the access token', 'PUT /email', 'none', ''],
  ['the access token', 'GET /orders', 'guard', 'guard'],
  ['the ID token, by mistake', 'GET /orders', 'claims', 'token_use'],
  ['a tampered access token', 'DELETE /users/7', 'signature', 'signature'],
  ['no token', 'GET /orders', 'header', 'no_credentials'],
]

describe('the way of a request', () => {
  const on = openStage(stageOnTestPool)
  let shown: SignInPage
  beforeAll(async () => {
    shown = await openPage(on.browser, on.stage.url)
    await shown.signInByClick('alice')
  })
  afterAll(() => shown.page.context().close())

  test.each(rows)('with %s to %s stops at the step: %s', async (what, route, stop, reason) => {
    await shown.call(what, route)
    const index = stop === 'none' ? steps.length : steps.indexOf(stop)
    expect(await shown.way()).toEqual([
      ...steps.slice(0, index).map((step) => `passed ${step} passed`),
      ...(stop === 'none' ? [] : [`refused ${stop} refused here ${reason}`]),
      ...steps.slice(index + 1).map((step) => `unreached ${step} not reached`),
    ])
  })

  test('has no guard where the route has none', async () => {
    await shown.call('the access token', 'GET /me')
    expect((await shown.way()).slice(-2)).toEqual(['passed revocation passed', 'absent guard not there'])
    await shown.call('a tampered access token', 'GET /me')
    expect((await shown.way()).slice(-2)).toEqual([
      'unreached revocation not reached',
      'absent guard not there',
    ])
  })

  test('has no steps where the route is open, whatever is sent', async () => {
    for (const what of ['the access token', 'a tampered access token', 'no token']) {
      await shown.call(what, 'GET /health')
      expect(await shown.way()).toEqual(steps.map((step) => `absent ${step} not there`))
    }
  })

  test('stops at the claims when the token has expired, and at the signature when it is not its own', async () => {
    const other = await openPage(on.browser, on.stage.url)
    await on.stage.pool.controls?.setTokenLife(1)
    await other.signInByClick('bob')
    await on.stage.pool.controls?.setTokenLife(3600)
    await expect.poll(() => other.timer.innerText(), { timeout: 5000 }).toBe('expired')
    await other.call('the access token', 'GET /orders')
    expect((await other.way())[4]).toBe('refused claims refused here expired')
    await other.call('a tampered access token', 'GET /orders')
    expect((await other.way())[3]).toBe('refused signature refused here signature')
    await other.page.context().close()
  })

  test('stops at the key when the API cannot reach the keys of the pool', async () => {
    const pool = await createTestUserPool()
    const { userPoolId, clientId } = pool
    const keys = await pool.listen()
    await keys.close()
    const alone = await stage(testPool(pool), { userPoolId, clientId, jwksUri: keys.jwksUri })
    const other = await openPage(on.browser, alone.url)
    await other.signInByClick('bob')
    const { Express } = await other.call('the access token', 'GET /me')
    expect(Express.status).toBe('503 Service Unavailable')
    expect(await other.way()).toEqual([
      'passed header passed',
      'passed token passed',
      'refused key refused here keys_unavailable',
      ...['signature', 'claims', 'revocation'].map((step) => `unreached ${step} not reached`),
      'absent guard not there',
    ])
    await other.page.context().close()
    await alone.close()
  })

  test('is not drawn when an API does not tell why it refused, as others than those of the demo', async () => {
    const other = await openPage(on.browser, on.stage.url)
    await other.page.route('**/express/me', async (route) => {
      const response = await route.fetch()
      const { 'demo-reason': _reason, ...headers } = response.headers()
      await route.fulfill({ response, headers })
    })
    await other.call('no token', 'GET /me')
    expect(await other.page.locator('#ways ol').count()).toBe(1)
    expect(await other.page.getByRole('list', { name: 'The way through Fastify' }).isVisible()).toBe(true)
    await other.page.context().close()
  })

  test('is known to the page alone: who calls an API is not told the reason', async () => {
    for (const api of [on.stage.express, on.stage.fastify]) {
      const plain = await fetch(`${api}/me`)
      expect([plain.status, plain.headers.get('demo-reason')]).toEqual([401, null])
      const fromPage = await fetch(`${api}/me`, { headers: { 'demo-wants-reason': '1' } })
      expect(fromPage.headers.get('demo-reason')).toBe('no_credentials')
    }
  })
})
