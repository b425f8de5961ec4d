import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

const folder = join(import.meta.dirname, '../../../docs/.vitepress/dist')

/** The folder that `run docs` writes. */
export function findBuiltSite(): string {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error('The site is not built. Run: npx --yes pnpm@12 run docs')
  }
  return folder
}

/** The paths of all pages, such as `/recipes/cookies`. */
export function findPages(): readonly string[] {
  return readdirSync(findBuiltSite(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html') && entry.name !== '404.html')
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .map((path) => `/${path.replace(/(^index)?\.html$/, '')}`)
    .toSorted()
}
