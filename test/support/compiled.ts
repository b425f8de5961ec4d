import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './readme.ts'

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023'],
  module: 'nodenext',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  outDir: 'out',
}

/** The compiler reads nothing but the modules themselves. */
const emitOnly = { ...compilerOptions, noCheck: true, noResolve: true, noLib: true, types: [] }

/** Modules that the compiler has seen. */
export interface Compiled {
  /** What it complained about, a line each. */
  readonly complaints: readonly string[]
  /** The path of what became of a module. */
  pathOf(name: string): string
  remove(): Promise<void>
}

/** How modules are compiled. */
export interface CompileOptions {
  /** Folder whose packages can be imported, from the root. Default: those of the root only. */
  readonly packagesOf?: string
  /** Whether the compiler looks at types. Default: `true`. */
  readonly checks?: boolean
}

/** Compiles modules, given by file name, in one run. All packages of the root can be imported from there. */
export async function compile(
  sources: ReadonlyMap<string, string>,
  { packagesOf = '', checks = true }: CompileOptions = {},
): Promise<Compiled> {
  const cache = join(root, packagesOf, 'node_modules/.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'readme-'))
  const files = [...sources.keys()]
  await Promise.all([
    writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' })),
    writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: checks ? compilerOptions : emitOnly, files }),
    ),
    ...files.map((name) => writeFile(join(folder, name), sources.get(name) ?? '')),
  ])
  return {
    complaints: await tsc(folder),
    pathOf: (name) => join(folder, 'out', name.replace(/\.ts$/, '.js')),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function tsc(folder: string): Promise<readonly string[]> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  try {
    await promisify(execFile)(process.execPath, [compiler, '--pretty', 'false', '-p', '.'], { cwd: folder })
    return []
  } catch (error) {
    if (!(error instanceof Error) || !('stdout' in error)) throw error
    return String(error.stdout).split('\n').filter(Boolean)
  }
}
