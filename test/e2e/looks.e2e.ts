import { describe, expect, test } from 'vitest'
import { accessibilityProblems } from './support/axe.ts'
import { takeScreenshot } from './support/browser.ts'
import { openStage } from './support/open-stage.ts'
import { openPage, type SignInPage } from './support/sign-in-page.ts'
import { stageOnTestPool } from './support/stage.ts'

const looks = [
  { look: 'desktop', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { look: 'dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { look: 'phone', viewport: { width: 375, height: 700 }, colorScheme: 'light' },
  { look: 'small-phone', viewport: { width: 320, height: 600 }, colorScheme: 'dark' },
] as const

describe('the page', () => {
  const on = openStage(stageOnTestPool)

  test.each(looks)('is accessible, and as wide as its window ($look)', async ({ look, ...options }) => {
    const shown = await openPage(on.browser, on.stage.url, { ...options, reducedMotion: 'reduce' })
    await check(`${look}-1-signed-out`)
    await shown.press('Create an account')
    await check(`${look}-2-sign-up`)
    await shown.press('I have an account')
    await shown.signIn('alice', 'wrong')
    await shown.problem.waitFor()
    await check(`${look}-3-wrong-password`)
    await shown.signInByClick('alice')
    await shown.call('the access token', 'GET /me')
    await check(`${look}-4-let-in`)
    await shown.call('the ID token, by mistake', 'GET /me')
    await check(`${look}-5-refused`)
    expect(shown.complaints).toEqual([])
    await shown.page.context().close()

    async function check(name: string): Promise<void> {
      await takeScreenshot(shown.page, name)
      expect(await accessibilityProblems(shown.page)).toEqual([])
      expect(await overflow(shown)).toBe(0)
    }
  })
})

/** How many pixels the page is wider than its window. */
function overflow({ page }: SignInPage): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
