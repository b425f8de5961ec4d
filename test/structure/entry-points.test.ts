import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const require = createRequire(import.meta.url)
const root = resolve(import.meta.dirname, '../../packages')

/** What `import` and `require()` of a package, or of a part of it, lead to. */
interface EntryPoint {
  readonly specifier: string
  readonly file: string
  readonly folder: string
  readonly conditions: unknown
}

function entryPointsOf(folder: string): readonly EntryPoint[] {
  const { name, exports } = require(join(root, folder, 'package.json')) as {
    readonly name: string
    readonly exports: Readonly<Record<string, unknown>>
  }
  return Object.entries(exports)
    .filter(([path]) => path !== './package.json')
    .map(([path, conditions]) => ({
      specifier: join(name, path),
      file: path === '.' ? 'index' : path.slice('./'.length),
      folder,
      conditions,
    }))
}

const entryPoints = readdirSync(root).flatMap(entryPointsOf)

describe.each(entryPoints)('$specifier', ({ specifier, file, folder, conditions }) => {
  it('has a file and its types for each of import and require', () => {
    expect(conditions).toEqual({
      import: { types: `./dist/${file}.d.mts`, default: `./dist/${file}.mjs` },
      require: { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` },
    })
  })

  it('exports the same values, under the same names, to import and to require', async () => {
    const imported = (await import(specifier)) as Readonly<Record<string, unknown>>
    const required = require(specifier) as Readonly<Record<string, unknown>>
    expect(Object.keys(imported).toSorted()).toEqual(Object.keys(required).toSorted())
    for (const [name, value] of Object.entries(required)) expect(imported[name]).toBe(value)
  })

  it('exports every type to import, and has no code for it', () => {
    const source = readFileSync(join(root, folder, 'src', `${file}.mts`), 'utf8')
    expect(source.replace(/^export \{[^}]*\}/, 'export { names }')).toBe(
      `export { names } from './${file}.ts'\nexport type * from './${file}.ts'\n`,
    )
  })
})

describe('the entry points', () => {
  it('are found', () => {
    const specifiers = entryPoints.map(({ specifier }) => specifier)
    expect(specifiers).toEqual(expect.arrayContaining(['@cognito-auth/core', '@cognito-auth/core/adapter']))
  })
})
