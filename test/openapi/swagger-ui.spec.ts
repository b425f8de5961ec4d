import { fileURLToPath } from 'node:url'
import { createTestUserPool } from '@cognito-auth/testing'
import { createApi } from '@example/fastify-api'
import type { FastifyInstance } from 'fastify'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../support/browser-path.ts'

/** The headings of the operations that have a lock, and of those that have none. */
const withLock = '.opblock:has(.authorization__btn) .opblock-summary-path'
const withoutLock = '.opblock:not(:has(.authorization__btn)) .opblock-summary-path'

describe('The Fastify example in swagger-ui', () => {
  let api: FastifyInstance
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    const pool = await createTestUserPool()
    api = await createApi({ auth: pool.options, logLevel: 'silent' })
    const url = await api.listen({ port: 0, host: '127.0.0.1' })
    browser = await chromium.launch({ executablePath: findBrowser() })
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
    page.on('pageerror', ({ message }) => complaints.push(message))
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text())
    })
    await page.goto(`${url}/docs`)
    await page.locator('.opblock').first().waitFor()
  }, 30_000)

  afterAll(async () => {
    await browser.close()
    await api.close()
  })

  it('has a lock at each operation that needs a token', async () => {
    expect(await textsOf(withLock)).toEqual([
      '/email',
      '/me',
      '/orders',
      '/sign-out',
      '/sign-out/everywhere',
      '/users/{id}',
      '/users/{id}',
    ])
    expect(await textsOf(withoutLock)).toEqual(['/health'])
    await takeScreenshot('swagger-ui')
  })

  it('shows the refusals of an operation, and the schema of their body', async () => {
    const operation = page.locator('.opblock', { hasText: '/orders' })
    await operation.locator('.opblock-summary-control').click()
    await operation.locator('.responses-table').first().waitFor()
    const codes = await operation.locator('.responses-table .response-col_status').allInnerTexts()
    expect(codes.map((code) => code.trim())).toEqual(['Code', '200', '401', '403', '503'])
    await takeScreenshot('swagger-ui-operation')
  })

  it('offers sign-in for users and for machines, with their scopes', async () => {
    await page.locator('.auth-wrapper .btn.authorize').click()
    const dialog = page.locator('.dialog-ux .modal-ux')
    await dialog.waitFor()
    const text = await dialog.innerText()
    expect(text).toContain('cognito (OAuth2, authorizationCode)')
    expect(text).toContain('cognito (OAuth2, clientCredentials)')
    expect(text).toContain('https://auth.example.com/oauth2/authorize')
    const scopes = await dialog.locator('.scopes .checkbox .name').allInnerTexts()
    expect(scopes).toEqual(['openid', 'orders/read', 'orders/read'])
    await takeScreenshot('swagger-ui-authorize')
  })

  it('has no complaints', () => {
    expect(complaints).toEqual([])
  })

  async function textsOf(selector: string): Promise<readonly string[]> {
    const texts = await page.locator(selector).allInnerTexts()
    // Paths contain invisible characters, at which they may be broken.
    return texts.map((text) => text.replaceAll('\u200B', '')).toSorted()
  }

  /** Keeps a picture in test/openapi/screenshots. */
  async function takeScreenshot(name: string): Promise<void> {
    const path = fileURLToPath(new URL(`screenshots/${name}.png`, import.meta.url))
    await page.screenshot({ path, animations: 'disabled' })
  }
})
