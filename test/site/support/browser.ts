import { type Browser, chromium, type Page } from 'playwright-core'
import { findBrowser } from '../../support/browser-path.ts'

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser() })
}

/** Keeps a picture of the whole page in test/site/screenshots. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const path = new URL(`../screenshots/${name}.png`, import.meta.url).pathname
  await page.screenshot({ path, fullPage: true, animations: 'disabled' })
}
