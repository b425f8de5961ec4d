import { readdirSync } from 'node:fs'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { afterAll, assert, beforeAll, describe, expect, inject, test } from 'vitest'
import { execute } from './execute.ts'
import { tarballsOf } from './workshop.ts'

const root = join(import.meta.dirname, '../..')
const sizes: Record<string, { readonly files: number; readonly packed: string; readonly unpacked: string }> =
  {}

describe.for(readdirSync(join(root, 'packages')))('the tarball of %s', (name) => {
  let tarball: string
  let folder: string

  beforeAll(async () => {
    const workshop = inject('workshop')
    tarball = (await tarballsOf(workshop)).get(name) ?? ''
    const unpacked = join(workshop, 'contents', name)
    await mkdir(unpacked, { recursive: true })
    await execute('tar', ['-xzf', tarball, '-C', unpacked])
    folder = join(unpacked, 'package')
    sizes[`@cognito-auth/${name}`] = await measure(tarball, folder)
  })

  test('holds what was built, its sources and three more files, and nothing else', async () => {
    const sources = await filesIn(join(root, 'packages', name, 'src'))
    const built = sources.flatMap((source) => {
      const { name: module, format = '' } = /^(?<name>.*)\.(?<format>m?)ts$/.exec(source)?.groups ?? {}
      const endings = [`${format}js`, `${format}js.map`, `d.${format}ts`, `d.${format}ts.map`]
      return endings.map((ending) => `dist/${module}.${ending}`)
    })
    const allowed = [
      'LICENSE',
      'README.md',
      'package.json',
      ...sources.map((file) => `src/${file}`),
      ...built,
    ]
    expect(await filesIn(folder)).toEqual(allowed.toSorted())
  })

  test('has maps that lead to the sources in it', async () => {
    const files = await filesIn(folder)
    for (const map of files.filter((file) => file.endsWith('.map'))) {
      const { sources } = JSON.parse(await readFile(join(folder, map), 'utf8')) as {
        readonly sources: string[]
      }
      expect(files).toEqual(expect.arrayContaining(sources.map((source) => join(dirname(map), source))))
    }
  })

  test('asks for versions that a registry knows', async () => {
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(
      await readFile(join(folder, 'package.json'), 'utf8'),
    ) as Record<string, Record<string, string> | undefined>
    for (const range of Object.values({ ...dependencies, ...peerDependencies })) {
      expect(range).toMatch(/^\^\d+\.\d+\.\d+( \|\| \^\d+\.\d+\.\d+)*$/)
    }
  })

  test('satisfies publint, strictly', async () => {
    const { messages } = await publint({ pkgDir: folder, strict: true, pack: false })
    expect(messages).toEqual([])
  })

  // Every resolution counts, that of node10 as well, as in the profile strict of attw.
  test('has types that attw finds right', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(await readFile(tarball)))
    assert(analysis.types)
    expect(analysis.problems).toEqual([])
  })
})

afterAll(() => {
  console.table(sizes)
})

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
}

async function measure(tarball: string, folder: string): Promise<(typeof sizes)[string]> {
  const files = await filesIn(folder)
  const unpacked = await Promise.all(files.map((file) => stat(join(folder, file))))
  const { size: packed } = await stat(tarball)
  return {
    files: files.length,
    packed: kilobytes(packed),
    unpacked: kilobytes(unpacked.reduce((total, { size }) => total + size, 0)),
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
