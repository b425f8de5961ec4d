import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

/** @param args switches of its command line. */
export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath(), args: [...args] })
}

function executablePath(): string {
  const { CHROMIUM, PATH = '' } = process.env
  if (CHROMIUM) return CHROMIUM
  const names = ['chromium-headless-shell', 'chromium', 'google-chrome']
  const paths = names.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)))
  const found = paths.find(isExecutable)
  if (found !== undefined) return found
  throw new Error(
    'No browser was found. Set CHROMIUM to the path of one, or on Debian: apt-get install chromium-headless-shell',
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Keeps a picture of the whole page in test/e2e/screenshots. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const path = fileURLToPath(new URL(`../screenshots/${name}.png`, import.meta.url))
  await page.screenshot({ path, fullPage: true, animations: 'disabled' })
}
