import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from './support/browser.ts'
import { type CookieApi, type CookieStage, startCookieStage } from './support/cookie-apis.ts'

const cookieName = '__Host-access'

describe('a token in a cookie of a browser', () => {
  let stage: CookieStage
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    ;[stage, browser] = await Promise.all([startCookieStage(cookieName, 'app.localhost'), launchBrowser()])
  })
  afterAll(async () => {
    await browser.close()
    await stage.close()
  })
  beforeEach(async () => {
    const context = await browser.newContext()
    page = await context.newPage()
  })
  afterEach(() => page.context().close())

  describe.each(['Express', 'Fastify'] as const)('that is sent to %s', (framework) => {
    let api: CookieApi
    let origin: string

    beforeEach(async () => {
      api = stage.apis[framework]
      origin = `http://localhost:${api.port}`
      await page.goto(`${origin}/sign-in/${cookieName}`)
    })

    test('passes with a link, a form and a script of the same origin', async () => {
      expect((await page.goto(`${origin}/`))?.status()).toBe(200)
      const response = page.waitForResponse(`${origin}/changes`)
      await page.getByRole('button', { name: 'Change' }).click()
      expect((await response).status()).toBe(200)
      expect(await page.title()).toBe('Changed')
      expect(await page.evaluate(`fetch('/changes', { method: 'POST' }).then(({ status }) => status)`)).toBe(
        200,
      )
    })

    test.each([
      ['another site', '127.0.0.1', 403],
      ['another port of the same host', 'localhost', 403],
      ['another host below localhost', 'evil.localhost', 403],
      ['a trusted origin', 'app.localhost', 200],
    ])('answers a form of %s, http://%s, with %i', async (_where, host, status) => {
      await page.goto(`http://${host}:${stage.pages.port}/`)
      expect(await submitForm(`${origin}/changes`)).toBe(status)
    })

    test('is refused with a form of a page without an origin', async () => {
      await page.goto(`data:text/html,<title>Opaque</title>`)
      expect(await submitForm(`${origin}/changes`)).toBe(403)
    })

    test('is refused with a script of another site', async () => {
      await page.goto(`http://evil.localhost:${stage.pages.port}/`)
      await page.evaluate(
        `fetch('${origin}/changes', { method: 'POST', mode: 'no-cors', credentials: 'include' }).then(() => undefined)`,
      )
      expect(api.answers.at(-1)).toBe('POST /changes 403')
    })

    test('passes with a link of another site, which changes nothing', async () => {
      await page.goto(`http://evil.localhost:${stage.pages.port}/`)
      const response = page.waitForResponse(`${origin}/`)
      await page.evaluate(`location.href = '${origin}/'`)
      expect((await response).status()).toBe(200)
    })

    test('is refused with a WebSocket of another site only', async () => {
      const connect = (): Promise<unknown> =>
        page.evaluate(
          `new Promise((resolve) => { new WebSocket('${origin.replace('http', 'ws')}/socket').onerror = () => resolve() })`,
        )
      await page.goto(`${origin}/`)
      await connect()
      expect(api.answers.at(-1)).toBe('GET /socket 200')
      await page.goto(`http://evil.localhost:${stage.pages.port}/`)
      await connect()
      expect(api.answers.at(-1)).toBe('GET /socket 403')
    })
  })

  /** Submits a form from the page that is open, and returns the status of the response. */
  async function submitForm(action: string): Promise<number> {
    const response = page.waitForResponse(action)
    await page.evaluate(
      `document.body.innerHTML = '<form method="post" action="${action}"></form>'; document.forms[0].submit()`,
    )
    return (await response).status()
  }
})

describe('a token in a cookie of a browser without TLS', () => {
  // Browsers send no Sec-Fetch-Site to such an address, and accept no cookie with `Secure` from it.
  let stage: CookieStage
  let browser: Browser

  beforeAll(async () => {
    ;[stage, browser] = await Promise.all([
      startCookieStage('access', 'app.example.com'),
      launchBrowser(['--host-resolver-rules=MAP *.example.com 127.0.0.1']),
    ])
  })
  afterAll(async () => {
    await browser.close()
    await stage.close()
  })

  test.each(['Express', 'Fastify'] as const)('is compared by Origin and Host on %s', async (framework) => {
    const page = await browser.newPage()
    const { port } = stage.apis[framework]
    const api = `http://api.example.com:${port}`
    await page.goto(`${api}/sign-in/access`)
    const statusOf = async (submit: () => Promise<unknown>): Promise<number> => {
      const response = page.waitForResponse(`${api}/changes`)
      await submit()
      const request = (await response).request()
      expect(await request.allHeaders()).not.toHaveProperty('sec-fetch-site')
      await page.waitForURL(request.url())
      return (await response).status()
    }
    const submitForm = (): Promise<unknown> =>
      page.evaluate(
        `document.body.innerHTML = '<form method="post" action="${api}/changes"></form>'; document.forms[0].submit()`,
      )
    expect(await statusOf(() => page.getByRole('button', { name: 'Change' }).click())).toBe(200)
    await page.goto(`http://evil.example.com:${stage.pages.port}/`)
    expect(await statusOf(submitForm)).toBe(403)
    await page.goto(`http://app.example.com:${stage.pages.port}/`)
    expect(await statusOf(submitForm)).toBe(200)
    await page.context().close()
  })
})
