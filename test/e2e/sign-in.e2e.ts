import { describe, expect, test } from 'vitest'
import { takeScreenshot } from './support/browser.ts'
import { openStageWithPage, pools } from './support/open-stage.ts'
import type { SignInPage } from './support/sign-in-page.ts'

describe.each(pools)('signing in at the $name', ({ id, start }) => {
  const on = openStageWithPage(start)

  test('takes one click, says who it is, and moves the focus there', async () => {
    const { shown } = on
    await shown.signInByClick('alice')
    const region = shown.page.getByRole('region', { name: 'alice' })
    expect(await region.getByText('group admin', { exact: true }).isVisible()).toBe(true)
    expect(await shown.announcement.innerText()).toBe('Signed in as alice.')
    expect(await focused(shown)).toBe('alice')
  })

  test('takes a user name and a password, which stand on the page', async () => {
    const { shown } = on
    const hint = await shown.form('With a password').getByText('Passwords:').innerText()
    await shown.signIn('bob', /bob has (\S+)\./.exec(hint)?.[1] ?? '')
    await shown.heading('bob').waitFor()
    expect(await shown.page.getByText('group user', { exact: true }).isVisible()).toBe(true)
  })

  test('says that a password is wrong, and lets it be typed again', async () => {
    const { shown } = on
    await shown.signIn('bob', 'wrong')
    await shown.problem.waitFor()
    expect(await shown.problem.innerText()).toMatch(/password|not authorized/i)
    await shown.signIn('bob', passwordOf('bob'))
    await shown.heading('bob').waitFor()
  })

  test('works with nothing but a keyboard, and so do the calls', async () => {
    const { shown } = on
    const { keyboard } = shown.page
    await tabTo(shown, 'username')
    await keyboard.type('bob')
    await keyboard.press('Tab')
    await keyboard.type(passwordOf('bob'))
    await keyboard.press('Enter')
    await shown.heading('bob').waitFor()

    await tabTo(shown, 'credential')
    await keyboard.press('ArrowDown')
    await tabTo(shown, 'GET /me wants an access token')
    await keyboard.press('Enter')
    await shown.page.getByText('GET /me with the ID token, by mistake', { exact: true }).waitFor()
    expect(await shown.announcement.innerText()).toContain(
      'Express 401 Unauthorized, Fastify 401 Unauthorized',
    )
  })

  test('is possible for a new user, who signs up and confirms the account', async () => {
    const { shown } = on
    await shown.signUp(`carol-${id}`, 'Carol-pass-1')

    const code = shown.form('Confirm your account').getByLabel('Confirmation code')
    await code.fill('000000')
    await shown.press('Confirm and sign in')
    await shown.problem.waitFor()
    await takeScreenshot(shown.page, `${id}-wrong-code`)

    await code.fill(/\d{6}/.exec(on.stage.pool.config.codeHint)?.[0] ?? '')
    await shown.press('Confirm and sign in')
    await shown.heading(`carol-${id}`).waitFor()
    expect(await shown.page.getByText('no groups').isVisible()).toBe(true)
    const { Express, Fastify } = await shown.call('the access token', 'GET /users/{sub}')
    expect([Express.status, Fastify.status]).toEqual(['200 OK', '200 OK'])
  })

  test('asks for the code when the account was not confirmed', async () => {
    const { shown } = on
    await shown.signUp(`dave-${id}`, 'Dave-pass-1')
    await shown.press('Cancel')
    await shown.signIn(`dave-${id}`, 'Dave-pass-1')
    await shown.form('Confirm your account').waitFor()
    expect(await shown.announcement.innerText()).toContain(`dave-${id}`)
  })

  test('says that a user name is taken', async () => {
    const { shown } = on
    await shown.press('Create an account')
    await shown.form('Create an account').getByLabel('User name').fill('alice')
    await shown.form('Create an account').getByLabel('Email address').fill('other@example.com')
    await shown.form('Create an account').getByLabel('Password').fill('Other-pass-1')
    await shown.press('Sign up')
    await shown.problem.waitFor()
    expect(await shown.problem.innerText()).toMatch(/exists/)
  })

  test('ends with the sign-out, and the focus goes back to the beginning', async () => {
    const { shown } = on
    await shown.signInByClick('alice')
    await shown.press('Sign out')
    await shown.heading('Sign in').waitFor()
    expect(await focused(shown)).toBe('Sign in')
    expect(await shown.heading('What the tokens say').isVisible()).toBe(false)
    expect(await shown.page.getByRole('radio', { name: 'the access token' }).isDisabled()).toBe(true)
  })

  test('leaves no token in the storage of the browser', async () => {
    const { shown } = on
    await shown.signInByClick('alice')
    expect(await shown.page.evaluate('localStorage.length + sessionStorage.length')).toBe(0)
    expect(await shown.page.context().cookies()).toEqual([])
  })

  test('asks nobody but the server of the page and the user pool', async () => {
    const { shown, stage } = on
    await shown.signInByClick('alice')
    await shown.call('the access token', 'GET /me')
    const poolOrigin = new URL(stage.pool.config.endpoint ?? '', stage.url).origin
    expect(shown.origins).toEqual(new Set([stage.url, poolOrigin]))
  })

  function passwordOf(username: string): string {
    return on.stage.pool.config.people.find((person) => person.username === username)?.password ?? ''
  }
})

function focused({ page }: SignInPage): Promise<unknown> {
  return page.evaluate('document.activeElement.textContent')
}

/** Presses Tab until the focus is on the control with this name or text. */
async function tabTo({ page }: SignInPage, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate('document.activeElement.name || document.activeElement.innerText')
    if (String(focus).replaceAll(/\s+/g, ' ') === name) return
  }
  throw new Error(`The keyboard does not lead to ${name}`)
}
