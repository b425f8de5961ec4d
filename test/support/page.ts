import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, type Compiled } from './compiled.ts'
import { type Block, blocksOf, root } from './readme.ts'

/** The modules of a page of the site, ready to be imported. */
export interface Page {
  /** Imports the module that has the text. What it exports is up to the page, and to whoever asks. */
  module<Exports>(text: string): Promise<Exports>
  remove(): Promise<void>
}

/** Packages that the site installs for itself. */
const ownPackages: ReadonlySet<string> = new Set(
  dependenciesOf('docs').filter((name) => !dependenciesOf('').includes(name)),
)

function dependenciesOf(folder: string): readonly string[] {
  const text = readFileSync(join(root, folder, 'package.json'), 'utf8')
  return Object.keys((JSON.parse(text) as { devDependencies: object }).devDependencies)
}

/** The modules of a page that need nothing but the packages of the root, or those that need others. */
export function modulesOf(
  path: string,
  kind: 'plain' | 'with packages of the site' = 'plain',
): readonly Block[] {
  return blocksOf(path)
    .filter(({ language }) => language === 'ts' || language === 'js')
    .filter(({ code }) => needsOwnPackages(code) === (kind !== 'plain'))
}

function needsOwnPackages(code: string): boolean {
  const imports = [...code.matchAll(/^(?:import|\}) .*from '(@[^'/]+\/[^'/]+|[^'/]+)/gm)]
  return imports.some(([, name = '']) => ownPackages.has(name))
}

/** Compiles the modules of a page without a look at their types, which is done for all pages at once elsewhere. */
export async function openPage(path: string): Promise<Page> {
  return importable(await compiled(modulesOf(path), ''), modulesOf(path))
}

/** The same for the modules that need packages of the site. They can be edited before. */
export async function openPageWithPackages(path: string, edit?: (code: string) => string): Promise<Page> {
  const blocks = modulesOf(path, 'with packages of the site')
  return importable(await compiled(blocks, 'docs', edit), blocks)
}

function compiled(
  blocks: readonly Block[],
  packagesOf: string,
  edit: (code: string) => string = (code) => code,
): Promise<Compiled> {
  const files = blocks.map((block) => [fileOf(block), edit(block.code)] as const)
  return compile(new Map(files), { packagesOf, checks: false })
}

function importable(files: Compiled, blocks: readonly Block[]): Page {
  return {
    async module<Exports>(text: string) {
      const found = blocks.find(({ code }) => code.includes(text))
      if (!found) throw new Error(`The page has no module with ${text}`)
      return (await import(files.pathOf(fileOf(found)))) as Exports
    },
    remove: files.remove,
  }
}

/** The file name of a module. */
export function fileOf({ title, language }: Block): string {
  return `${title}.${language}`
}
