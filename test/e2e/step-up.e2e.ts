import { afterEach, describe, expect, test, vi } from 'vitest'
import { accessibilityProblems } from './support/axe.ts'
import { takeScreenshot } from './support/browser.ts'
import { faintTexts } from './support/contrast.ts'
import { openStageWithPage, pools } from './support/open-stage.ts'

const challenge = 'Bearer realm="api", error="insufficient_user_authentication", max_age="60"'

describe.each(pools)('a call that needs a recent sign-in, at the $name', ({ id, start }) => {
  const on = openStageWithPage(start)

  afterEach(() => {
    vi.useRealTimers()
  })

  test('passes after the sign-in, and a minute later after another one', async () => {
    const { shown } = on
    await shown.signInByClick('alice')
    const first = await shown.call('the access token', 'PUT /email')
    expect([first.Express.status, first.Fastify.status]).toEqual(['204 No Content', '204 No Content'])

    await passAMinute()
    const { Express, Fastify } = await shown.call('the access token', 'PUT /email')
    expect(Express).toEqual({
      status: '401 Unauthorized',
      challenge,
      body: expect.stringContaining('"step_up_required"'),
    })
    expect(Fastify).toEqual(Express)
    expect((await shown.way())[6]).toBe('refused guard refused here step_up')
    expect(await faintTexts(shown.page)).toEqual([])
    await shown.hear('You can sign in again below the answers.')
    expect(await accessibilityProblems(shown.page)).toEqual([])
    await takeScreenshot(shown.page, `${id}-step-up`)

    await shown.press('Sign in again')
    await shown.hear('PUT /email with the access token: Express 204 No Content, Fastify 204 No Content.')
    expect(await shown.page.evaluate('document.activeElement.textContent')).toBe(
      'PUT /email with the access token',
    )
    expect(await stepUpForm().isVisible()).toBe(false)
    await takeScreenshot(shown.page, `${id}-stepped-up`)
  })

  // The emulator gives refreshed tokens a new auth_time, which Cognito does not.
  test.runIf(id === 'test-pool')('does not pass with refreshed tokens', async () => {
    const { shown } = on
    await shown.signInByClick('bob')
    await passAMinute()
    await shown.press('Refresh tokens')
    await shown.hear('New tokens.')
    const { Express } = await shown.call('the access token', 'PUT /email')
    expect(Express.challenge).toBe(challenge)
  })

  test('does not pass after a wrong password', async () => {
    const { shown } = on
    await shown.signInByClick('bob')
    await passAMinute()
    const { Express } = await shown.call('the access token', 'PUT /email')
    expect(Express.challenge).toBe(challenge)
    await stepUpForm().getByLabel('Password of bob').fill('wrong-pass-1')
    await shown.press('Sign in again')
    await shown.problem.waitFor()
    expect(await shown.problem.innerText()).not.toBe('')
    const again = await shown.call('the access token', 'PUT /email')
    expect(again.Express).toEqual(Express)
    expect(await shown.problem.isVisible()).toBe(false)
  })

  test('offers no sign-in for another answer', async () => {
    const { shown } = on
    await shown.signInByClick('bob')
    await shown.call('the access token', 'DELETE /users/7')
    expect(await stepUpForm().isVisible()).toBe(false)
    const { Express } = await shown.call('the ID token, by mistake', 'PUT /email')
    expect(Express.body).toContain('"token_invalid"')
    expect(await stepUpForm().isVisible()).toBe(false)
  })

  function stepUpForm() {
    return on.shown.form('The call needs a new sign-in')
  }

  /**
   * Moves the clock of the APIs, which run in this process, to 61 seconds after the sign-in. An emulator keeps its own
   * clock: for its next sign-in to be recent, it must be in a later second.
   */
  async function passAMinute(): Promise<void> {
    const claim = await on.shown.claim('Access token', 'auth_time')
    const signInTime = Number(/(\d{10}) ·/.exec(claim)?.[1])
    await new Promise((resolve) => setTimeout(resolve, 1001))
    vi.useFakeTimers({ toFake: ['Date'], now: (signInTime + 61) * 1000 })
  }
})
