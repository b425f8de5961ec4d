import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The root of the repository. */
export const root: string = join(import.meta.dirname, '../..')

/** A fenced block of a README. */
export interface Block {
  /** The README and the number of the block in it, fit for a file name: `packages-core-README-2`. */
  readonly title: string
  readonly language: string
  readonly code: string
}

/** Paths of all READMEs of the project, from the root. */
export const readmes: readonly string[] = [
  'README.md',
  ...readdirSync(join(root, 'packages')).map((folder) => `packages/${folder}/README.md`),
]

export function readReadme(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** The fenced blocks of a README, from the top. */
export function blocksOf(readme: string): readonly Block[] {
  const fences = readReadme(readme).matchAll(/^```(\w*)(?: \[[^\]]*\])?\n(.*?)^```$/gms)
  return [...fences].map(([, language = '', code = ''], index) => ({
    title: `${readme.replaceAll('/', '-').replace('.md', '')}-${index + 1}`,
    language,
    code,
  }))
}

/** The blocks of all READMEs that are modules. */
export const modules: readonly Block[] = readmes
  .flatMap(blocksOf)
  .filter(({ language }) => language === 'ts' || language === 'js')

/** The first module in any README that has the text. */
export function moduleWith(text: string): Block {
  const found = modules.find(({ code }) => code.includes(text))
  if (!found) throw new Error(`No README has a block with ${text}`)
  return found
}

/** The rows of the table whose first title is given, cells without white space around them. */
export function tableOf(readme: string, firstTitle: string): readonly (readonly string[])[] {
  return tableWithTitles(readme, firstTitle).slice(1)
}

/** The same, after a row with the titles of the columns. */
export function tableWithTitles(readme: string, firstTitle: string): readonly (readonly string[])[] {
  const lines = readReadme(readme).split('\n')
  const start = lines.findIndex((line) => cellsOf(line)[0] === firstTitle)
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'))
  return start === -1 ? [] : lines.slice(start, end).toSpliced(1, 1).map(cellsOf)
}

function cellsOf(line: string): readonly string[] {
  if (!line.startsWith('|')) return []
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}
