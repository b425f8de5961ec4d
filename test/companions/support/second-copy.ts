import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'

const installed = join(import.meta.dirname, '../node_modules')

/**
 * Installs a second copy of a package, as a dependency with another version range would, and loads it. It is removed when
 * the test ends.
 *
 * @param copied names of the packages that are copied. Other dependencies are those of the first copy.
 */
export async function loadSecondCopy<Module>(name: string, copied: readonly string[]): Promise<Module> {
  const cache = join(installed, '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'second-copy-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const packageName of copied) copyPackage(packageName, join(folder, 'node_modules'), copied)
  return (await import(pathToFileURL(join(folder, 'node_modules', name, 'dist/index.js')).href)) as Module
}

function copyPackage(name: string, modules: string, copied: readonly string[]): void {
  const source = realpathSync(join(installed, name))
  for (const part of ['package.json', 'dist']) {
    cpSync(join(source, part), join(modules, name, part), { recursive: true })
  }
  const { dependencies = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
  }
  for (const dependency of Object.keys(dependencies)) {
    const link = join(modules, dependency)
    if (copied.includes(dependency) || existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(realpathSync(join(source, 'node_modules', dependency)), link)
  }
}
