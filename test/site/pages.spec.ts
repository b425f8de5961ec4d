import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accessibilityProblems } from './support/axe.ts'
import { launchBrowser, takeScreenshot } from './support/browser.ts'
import { findPages } from './support/built-site.ts'
import { serveSite, type SiteServer } from './support/serve-site.ts'

const looks = [
  { look: 'desktop', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { look: 'phone', viewport: { width: 390, height: 800 }, colorScheme: 'light' },
  { look: 'dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
] as const

/** Elements of a page that are wider than the room for them: their text would be out of sight. */
const findHiddenText = `
  [document.documentElement, ...document.querySelectorAll('.vp-doc pre, .vp-doc table, .vp-doc td, .vp-doc th')]
    .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
    .map((element) => element.tagName + ': ' + element.textContent.trim().slice(0, 60))
    .concat([...document.querySelectorAll('.vp-doc td, .vp-doc pre .line')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth)
      .map((element) => 'outside: ' + element.textContent.trim().slice(0, 60)))`

let site: SiteServer
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([serveSite(), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

describe.each(looks)('The site ($look)', ({ look, ...options }) => {
  let context: BrowserContext
  let page: Page
  let complaints: string[]

  beforeEach(async () => {
    context = await browser.newContext({ ...options, reducedMotion: 'reduce' })
    page = await context.newPage()
    complaints = []
    page.on('pageerror', ({ message }) => complaints.push(message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  })
  afterEach(() => context.close())

  test.each([
    ['home', '/'],
    ['guide', '/why-401'],
    ['options', '/options'],
    ['reference', '/api/@cognito-auth/express'],
  ])('shows an accessible page: %s', async (name, path) => {
    await page.goto(site.url + path, { waitUntil: 'networkidle' })
    await takeScreenshot(page, `${look}-${name}`)
    expect(await accessibilityProblems(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('hides no code and no cell of a table', { timeout: 180_000 }, async () => {
    const pages = findPages()
    expect(pages.length).toBeGreaterThan(30)
    const hidden: unknown[] = []
    for (const path of pages) {
      await page.goto(site.url + path, { waitUntil: 'load' })
      const found: unknown = await page.evaluate(findHiddenText)
      if (!Array.isArray(found) || found.length > 0) hidden.push({ path, found })
    }
    expect(hidden).toEqual([])
  })
})

describe('On a phone, a table', () => {
  test('names the column of each cell', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } })
    await page.goto(`${site.url}/comparison`)
    const cell = page.locator('td', { hasText: 'fetched for every request' })
    const title = await cell.getAttribute('data-title')
    expect(title).toBe('fastify-aws-jwt-verify')
    const shown = `getComputedStyle(document.querySelector('td[data-title="${title}"]'), '::before').content`
    expect(await page.evaluate(shown)).toBe(`"${title}"`)
    await page.close()
  })
})

describe('The home page', () => {
  test('has three samples behind tabs', async () => {
    const page = await browser.newPage()
    await page.goto(site.url, { waitUntil: 'networkidle' })
    for (const [tab, text] of [
      ['Fastify', 'app.register(cognitoAuth, auth)'],
      ['Test', 'createTestUserPool()'],
      ['Express', 'app.use(requireAuth(auth))'],
    ] as const) {
      await page.locator('.vp-code-group label', { hasText: tab }).click()
      const shown = page.locator('.vp-code-group div.active')
      expect(await shown.innerText()).toContain(text)
    }
    await page.close()
  })
})

describe('The search box', () => {
  test('leads to the page about 401', async () => {
    const page = await browser.newPage()
    await page.goto(site.url, { waitUntil: 'networkidle' })
    await page.keyboard.press('Control+k')
    await page.getByRole('searchbox').fill('401 unauthorized')
    await page.locator('.results a').first().click()
    await page.locator('h1', { hasText: 'Why 401?' }).waitFor()
    expect(page.url()).toContain('/why-401')
    await page.close()
  })
})

describe('The reference', () => {
  test.each([
    ['express', ['requireAuth()', 'optionalAuth()']],
    ['fastify', ['cognitoAuth']],
    ['testing', ['createTestUserPool()']],
    ['revocation', ['createRevocations()']],
    ['opentelemetry', ['instrument()']],
    ['core', ['createAuthenticator()']],
  ])('of %s begins with what people call', async (name, first) => {
    const page = await browser.newPage()
    await page.goto(`${site.url}/api/@cognito-auth/${name}`)
    const titles = await page.locator('.vp-doc h3').allInnerTexts()
    expect(titles.slice(0, first.length).map((title) => title.replace(/[^\w()]/g, ''))).toEqual(first)
    await page.close()
  })
})
