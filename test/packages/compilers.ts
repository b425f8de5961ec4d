import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execute, npmFlags } from './execute.ts'

/** The compilers that users have. */
export const versions = ['5.0', '5.4', '5.9', '6.0', '7.0'] as const
type Version = (typeof versions)[number]

/** A way to compile an app. */
export interface Compilation {
  readonly version: Version
  readonly setting: 'node16' | 'nodenext' | 'bundler' | 'commonjs'
  /** Endings of the sources that it compiles. */
  readonly endings: readonly ('mts' | 'cts')[]
  readonly compilerOptions: object
}

/** The old resolution, which does not read `exports`. It ended with 6.0. */
const node10 = { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true }

/** The settings of an older CommonJS project. */
const commonjs: Readonly<Record<Version, object>> = {
  '5.0': node10,
  '5.4': node10,
  '5.9': node10,
  '6.0': { ...node10, ignoreDeprecations: '6.0' },
  '7.0': { module: 'commonjs' },
}

const compilations: readonly Compilation[] = versions.flatMap((version) => [
  {
    version,
    setting: 'node16',
    endings: ['mts', 'cts'],
    compilerOptions: { module: 'node16' },
  },
  {
    version,
    setting: 'nodenext',
    endings: ['mts', 'cts'],
    compilerOptions: { module: 'nodenext' },
  },
  {
    version,
    setting: 'bundler',
    endings: ['mts'],
    compilerOptions: { module: 'esnext', moduleResolution: 'bundler' },
  },
  {
    version,
    setting: 'commonjs',
    endings: ['cts'],
    compilerOptions: commonjs[version],
  },
])

/** How an app is compiled by these compilers, with these settings. Default: all settings. */
export function compilationsBy(
  compilers: readonly Version[],
  settings: readonly Compilation['setting'][] = ['node16', 'nodenext', 'bundler', 'commonjs'],
): readonly Compilation[] {
  return compilations.filter(
    ({ version, setting }) => compilers.includes(version) && settings.includes(setting),
  )
}

/** What every compilation asks for: all there is, and the types of the packages themselves are checked as well. */
const strictest = {
  target: 'es2022',
  lib: ['es2022'],
  types: ['node'],
  strict: true,
  noImplicitOverride: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
}

export async function installCompilers(workshop: string): Promise<void> {
  const folder = join(workshop, 'compilers')
  const dependencies = Object.fromEntries(
    versions.map((version) => [`typescript-${version}`, `npm:typescript@~${version}.0`]),
  )
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  await execute('npm', ['install', ...npmFlags], folder)
}

/** Compiles sources of a project. Returns the folder of the outcome; rejects with what the compiler complains about. */
export async function compile(
  workshop: string,
  project: string,
  names: readonly string[],
  { version, setting, endings, compilerOptions }: Compilation,
): Promise<string> {
  const outDir = join(project, 'out', `${setting}-${version}`)
  const config = join(project, `tsconfig.${setting}-${version}.json`)
  const files = endings.flatMap((ending) => names.map((name) => `${name}.${ending}`))
  await writeFile(
    config,
    JSON.stringify({ compilerOptions: { ...strictest, ...compilerOptions, rootDir: '.', outDir }, files }),
  )
  const compiler = join(workshop, `compilers/node_modules/typescript-${version}/bin/tsc`)
  await execute(process.execPath, [compiler, '--pretty', 'false', '-p', config], project)
  return outDir
}
