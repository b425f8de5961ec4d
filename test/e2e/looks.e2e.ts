import { describe, expect, test } from 'vitest'
import { accessibilityProblems } from './support/axe.ts'
import { takeScreenshot } from './support/browser.ts'
import { faintTexts } from './support/contrast.ts'
import { openStage } from './support/open-stage.ts'
import { openPage, type SignInPage } from './support/sign-in-page.ts'
import { stageOnTestPool } from './support/stage.ts'

const phone = { width: 375, height: 700 }
const looks = [
  { look: 'desktop', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { look: 'dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { look: 'phone', viewport: phone, colorScheme: 'light' },
  { look: 'small-phone', viewport: { width: 320, height: 600 }, colorScheme: 'dark' },
] as const

describe('the page', () => {
  const on = openStage(stageOnTestPool)

  test.each(looks)(
    'is accessible, rich in contrast, as wide as its window, and covers nothing ($look)',
    async ({ look, ...options }) => {
      const shown = await openPage(on.browser, on.stage.url, { ...options, reducedMotion: 'reduce' })
      await check('1-signed-out')
      await shown.press('Create an account')
      await check('2-sign-up')
      await shown.press('I have an account')
      await shown.signIn('alice', 'wrong')
      await shown.problem.waitFor()
      await check('3-wrong-password')
      await shown.signInByClick('alice')
      await shown.call('the access token', 'GET /me')
      await check('4-let-in')
      await shown.call('the ID token, by mistake', 'GET /me')
      await check('5-refused')
      await shown.press('Sign out')
      await shown.press('Send the old access token')
      await shown.answers('GET /me with the old access token')
      await check('6-after-sign-out')
      await shown.signInByClick('a machine')
      await shown.call('the access token', 'GET /orders')
      await check('7-machine')
      expect(shown.complaints).toEqual([])
      await shown.page.context().close()

      async function check(name: string): Promise<void> {
        await takeScreenshot(shown.page, `${look}-${name}`)
        expect(await accessibilityProblems(shown.page)).toEqual([])
        expect(await faintTexts(shown.page)).toEqual([])
        expect(await overflow(shown)).toBe(0)
        expect(await floating(shown)).toEqual([])
      }
    },
    40_000,
  )

  test('shows the essence of an answer on a phone without scrolling', async () => {
    const shown = await openPage(on.browser, on.stage.url, { viewport: phone })
    await shown.signInByClick('alice')
    await shown.call('the ID token, by mistake', 'GET /me')
    const { page } = shown
    const essence = [
      page.locator('#asked'),
      page.locator('#ways'),
      page.locator('#verdict'),
      page.getByRole('article', { name: 'Express' }).locator('.status'),
      page.getByRole('article', { name: 'Fastify' }).locator('.status'),
    ]
    for (const part of essence) {
      const box = await part.boundingBox()
      expect(box?.y).toBeGreaterThanOrEqual(0)
      expect((box?.y ?? 0) + (box?.height ?? phone.height)).toBeLessThanOrEqual(phone.height)
    }
    await page.screenshot({ path: 'screenshots/phone-8-in-sight.png' })
    await page.context().close()
  })
})

/** How many pixels the page is wider than its window. */
function overflow({ page }: SignInPage): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

/** What is in front of the page, and so may cover a part of it. */
function floating({ page }: SignInPage): Promise<unknown> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll('*')]
      .filter((each) => ['fixed', 'sticky'].includes(getComputedStyle(each).position))
      .map(({ outerHTML }) => outerHTML),
  )
}
