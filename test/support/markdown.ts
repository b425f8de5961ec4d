import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { readReadme, root } from './readme.ts'
import { anchorsOf, withSections } from './sections.ts'

/** Folders that hold nothing which was written by hand. */
const generated: ReadonlySet<string> = new Set(['.git', 'node_modules', 'dist', 'coverage', 'cache', 'api'])

/** Paths of all Markdown files of the repository, from the root. */
export const markdownFiles: readonly string[] = markdownIn('')

/** Paths of the pages of the site that are written by hand. */
export const pages: readonly string[] = markdownFiles.filter(
  (path) => path.startsWith('docs/') && path !== 'docs/README.md',
)

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return generated.has(entry.name) ? [] : markdownIn(path)
    return entry.isFile() && entry.name.endsWith('.md') ? [path] : []
  })
}

/** The text of a file as its readers see it. */
function textOf(path: string): string {
  return withSections(readReadme(path), join(root, dirname(path)))
}

/** Links of a file to its own headings and to other files of the repository, and code that it shows, that lead nowhere. */
export function deadLinksOf(path: string): readonly string[] {
  const text = textOf(path)
  const prose = text.replaceAll(/^```.*?^```$|`[^`\n]*`/gms, '')
  const links = prose.matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)
  const snippets = prose.matchAll(/^<<< ([^#\s]+)/gm)
  return [...links, ...snippets].flatMap(([link, file = '', anchor]) => {
    const target = file === '' ? path : normalize(join(dirname(path), file))
    if (!existsSync(join(root, target))) return [link]
    if (anchor === undefined || anchorsOf(file === '' ? text : textOf(target)).has(anchor)) return []
    return [link]
  })
}
