import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The path of the browser that tests start: `CHROMIUM`, or the first one on the path. */
export function findBrowser(): string {
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
