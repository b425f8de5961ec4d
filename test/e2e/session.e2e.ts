import { describe, expect, test } from 'vitest'
import { takeScreenshot } from './support/browser.ts'
import { openStageWithPage, pools } from './support/open-stage.ts'
import { openPage } from './support/sign-in-page.ts'

describe.each(pools)('a session at the $name', ({ id, start }) => {
  const on = openStageWithPage(start)

  test('shows what both tokens say, and what it means to the API', async () => {
    const { shown, stage } = on
    await shown.signInByClick('alice')
    expect(await shown.claim('Access token', 'token_use')).toMatch(/checked\s+access\s+An API wants “access”/)
    expect(await shown.claim('ID token', 'token_use')).toMatch(
      /refused\s+id\s+“id”, which is why an API refuses/,
    )
    expect(await shown.page.getByRole('article', { name: 'ID token' }).getByText('checked').count()).toBe(0)
    expect(await shown.claim('Access token', 'client_id')).toContain(stage.pool.config.clientId)
    expect(await shown.claim('ID token', 'aud')).toContain(stage.pool.config.clientId)
    expect(await shown.claim('Access token', 'cognito:groups')).toMatch(/guards\s+admin/)
    expect(await shown.claim('ID token', 'email')).toContain('alice@example.com')
  })

  test('shows the time that the access token has left, and it gets less', async () => {
    const { shown } = on
    await shown.signInByClick('alice')
    const before = await shown.timer.innerText()
    expect(before).toMatch(/^(01:00:00|00:59:5\d)$/)
    await expect.poll(() => shown.timer.innerText(), { timeout: 3000 }).not.toBe(before)
  })

  test('is refreshed without a reload when its token has expired', async () => {
    const { shown, stage } = on
    await stage.pool.controls?.setTokenLife(2)
    try {
      await shown.signInByClick('alice')
      await shown.page.evaluate('document.body.dataset.sameDocument = "yes"')
      await expect.poll(() => shown.timer.innerText(), { timeout: 5000 }).toBe('expired')
      expect(await shown.announcement.innerText()).toContain('has expired')

      const { Express, Fastify } = await shown.call('the access token', 'GET /me')
      expect(Express.status).toBe('401 Unauthorized')
      expect(Express.body).toContain('"token_expired"')
      expect(Fastify).toEqual(Express)
      await takeScreenshot(shown.page, `${id}-expired`)
    } finally {
      await stage.pool.controls?.setTokenLife(3600)
    }

    await shown.press('Refresh tokens')
    await shown.hear('New tokens. Groups: admin.')
    const { Express, Fastify } = await shown.call('the access token', 'GET /me')
    expect([Express.status, Fastify.status]).toEqual(['200 OK', '200 OK'])
    expect(await shown.page.evaluate('document.body.dataset.sameDocument')).toBe('yes')
  })

  test('has a new group after the next refresh and not before, and loses it in the same way', async () => {
    const { shown } = on
    await shown.signInByClick('bob')
    const membership = shown.page.getByRole('checkbox', { name: 'bob is in the group admin' })

    await membership.check()
    await shown.hear('bob was put into the group admin')
    expect(await statusesOfDelete()).toEqual(['403 Forbidden', '403 Forbidden'])
    await shown.press('Refresh tokens')
    await shown.hear('New tokens.')
    expect(await statusesOfDelete()).toEqual(['204 No Content', '204 No Content'])

    await membership.uncheck()
    await shown.hear('bob was taken out of the group admin')
    expect(await statusesOfDelete()).toEqual(['204 No Content', '204 No Content'])
    await shown.press('Refresh tokens')
    await shown.hear('New tokens. Groups: user.')
    expect(await statusesOfDelete()).toEqual(['403 Forbidden', '403 Forbidden'])
  })

  test('has its groups on the button of its user, as an administrator changed them', async () => {
    const { shown } = on
    await shown.signInByClick('alice')
    const membership = shown.page.getByRole('checkbox', { name: 'alice is in the group admin' })
    try {
      await membership.uncheck()
      await shown.hear('alice was taken out of the group admin')
      await shown.press('Sign out')
      await shown.page.getByRole('button', { name: 'alice in no group' }).waitFor()
      await shown.page.reload()
      await shown.page.getByRole('button', { name: 'alice in no group' }).click()
      await shown.page.getByText('no groups', { exact: true }).waitFor()
    } finally {
      await membership.check()
      await shown.hear('alice was put into the group admin')
    }
    await shown.press('Sign out')
    const alice = shown.page.getByRole('button', { name: /^alice/ })
    await alice.waitFor()
    expect(await alice.innerText()).toBe('alice in the group admin')
  })

  test('leaves an access token behind that is good until all sign-ins end', async () => {
    const { shown } = on
    await shown.signInByClick('alice')
    expect(await shown.page.getByRole('radio', { name: 'the old access token' }).isVisible()).toBe(false)
    await shown.press('Sign out')
    await shown.hear('the access token is good until it expires')
    expect(await shown.page.getByRole('radio', { name: 'the old access token' }).isChecked()).toBe(true)

    await shown.press('Send the old access token')
    await shown.hear('the APIs answer: Express 200 OK, Fastify 200 OK.')
    const before = await shown.call('the old access token', 'DELETE /users/7')
    expect([before.Express.status, before.Fastify.status]).toEqual(['204 No Content', '204 No Content'])
    expect(await shown.page.getByText('“Sign out everywhere” ends it at once').isVisible()).toBe(true)

    await shown.press('Sign out everywhere')
    await shown.hear('the APIs answer: Express 401 Unauthorized, Fastify 401 Unauthorized.')
    expect((await shown.way())[5]).toBe('refused revocation refused here revoked')
    expect(await shown.page.getByRole('button', { name: 'Sign out everywhere' }).isVisible()).toBe(false)
    const after = await shown.call('the old access token', 'DELETE /users/7')
    expect(after.Express.body).toContain('"token_revoked"')
    expect(after.Fastify).toEqual(after.Express)

    // Times of sign-ins are whole seconds: the next one has to be in a later second.
    await new Promise((resolve) => setTimeout(resolve, 1001))
    await shown.signInByClick('alice')
    expect(await shown.page.getByRole('radio', { name: 'the old access token' }).isVisible()).toBe(false)
  })

  test('can ask for tokens with a shorter life', async () => {
    const { shown } = on
    await shown.signInByClick('alice')
    await shown.page.getByLabel('New tokens live').selectOption('5 minutes')
    await shown.hear('The next tokens live 5 minutes.')
    await shown.press('Refresh tokens')
    await expect.poll(() => shown.timer.innerText()).toMatch(/^(00:05:00|00:04:5\d)$/)
    await on.stage.pool.controls?.setTokenLife(3600)
  })

  test('ends everywhere with one click: both APIs refuse its token, and those of other devices, at once', async () => {
    const { shown, browser, stage } = on
    const [phone, other] = [await openPage(browser, stage.url), await openPage(browser, stage.url)]
    try {
      await shown.signInByClick('bob')
      await phone.signInByClick('bob')
      await other.signInByClick('alice')
      await shown.press('Sign out everywhere')
      await shown.heading('Sign in').waitFor()
      await shown.hear('the APIs answer: Express 401 Unauthorized, Fastify 401 Unauthorized')
      const { Express, Fastify } = await shown.answers('GET /me with the old access token')
      expect(Express.body).toContain('"token_revoked"')
      expect(Fastify).toEqual(Express)
      await takeScreenshot(shown.page, `${id}-signed-out-everywhere`)

      const atPhone = await phone.call('the access token', 'GET /me')
      expect(atPhone).toEqual({ Express, Fastify })
      const { Express: others } = await other.call('the access token', 'GET /me')
      expect(others.status).toBe('200 OK')
      expect([...phone.complaints, ...other.complaints]).toEqual([])
    } finally {
      await phone.page.context().close()
      await other.page.context().close()
    }

    // Times of sign-ins are whole seconds: the next one has to be in a later second.
    await new Promise((resolve) => setTimeout(resolve, 1001))
    await shown.signInByClick('bob')
    const again = await shown.call('the access token', 'GET /me')
    expect([again.Express.status, again.Fastify.status]).toEqual(['200 OK', '200 OK'])
  })

  test('goes on if the API cannot sign it out, and says so', async () => {
    const { shown } = on
    await shown.page.route('**/express/sign-out/everywhere', (route) =>
      route.fulfill({ status: 503, json: { code: 'revocations_unavailable' } }),
    )
    await shown.signInByClick('alice')
    await shown.press('Sign out everywhere')
    await shown.problem.waitFor()
    expect(await shown.problem.innerText()).toContain('503 revocations_unavailable')
    const { Express } = await shown.call('the access token', 'GET /me')
    expect(Express.status).toBe('200 OK')
  })

  async function statusesOfDelete(): Promise<readonly string[]> {
    const { Express, Fastify } = await on.shown.call('the access token', 'DELETE /users/7')
    return [Express.status, Fastify.status]
  }
})
