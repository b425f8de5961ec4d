import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/**
 * The rooms of core, from the roof to the ground. A file imports from files of rooms below its own, never from one
 * beside it or above.
 */
const roomsOfCore = [
  ['index', 'adapter'],
  ['authenticator'],
  ['admission'],
  ['token-cache'],
  ['verifier'],
  ['key-store', 'claims', 'header', 'log', 'guards'],
  ['settings'],
  ['user-pools'],
  ['user-pool'],
  ['key-set', 'key-fetch'],
  ['verification-key', 'node-client'],
  ['token'],
  ['bearer'],
  ['rejection', 'configuration'],
  ['errors'],
  ['answer', 'options'],
  ['challenge', 'principal', 'when-known'],
] as const

/** An import, or a re-export, of a source file. */
interface Import {
  readonly from: string
  readonly isType: boolean
}

/** A source file of a package. */
interface SourceFile {
  readonly path: string
  readonly name: string
  readonly imports: readonly Import[]
  readonly lines: number
}

function filesOf(packageName: string): readonly SourceFile[] {
  const folder = join('packages', packageName, 'src')
  return readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => {
    const path = join(folder, file)
    const text = readFileSync(resolve(root, path), 'utf8')
    return {
      path,
      name: basename(path, '.ts'),
      imports: importsOf(text),
      lines: text.trimEnd().split('\n').length,
    }
  })
}

function importsOf(text: string): readonly Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(?<clause>[^'";]*?\s*from\s+)?'(?<from>[^']+)'/gm)
  const calls = text.matchAll(/\bimport\(\s*'(?<from>[^']+)'/g)
  return [...statements, ...calls].map(({ groups = {} }) => ({
    from: groups['from'] ?? '',
    isType: groups['clause'] !== undefined && isTypeClause(groups['clause']),
  }))
}

/** Whether a clause names types only: `type { A }` or `{ type A, type B }`. */
function isTypeClause(clause: string): boolean {
  if (clause.startsWith('type ')) return true
  const names = /^\{(?<names>[^}]*)\}/.exec(clause)?.groups?.['names']?.split(',') ?? ['']
  const named = names.map((name) => name.trim()).filter((name) => name !== '')
  return named.length > 0 && named.every((name) => name.startsWith('type '))
}

/** The file of the same package that an import names, if it names one. */
function neighbour({ from }: Import): string | undefined {
  return /^\.\/(?<name>[\w-]+)\.ts$/.exec(from)?.groups?.['name']
}

/** A way from a file back to itself. */
function cycleIn(files: readonly SourceFile[]): string | undefined {
  const neighbours = new Map(
    files.map(({ name, imports }) => [name, imports.map(neighbour).filter((to) => to !== undefined)]),
  )
  const visit = (name: string, path: readonly string[]): string | undefined => {
    if (path.includes(name)) return [...path, name].join(' → ')
    return neighbours
      .get(name)
      ?.map((to) => visit(to, [...path, name]))
      .find((cycle) => cycle !== undefined)
  }
  return files.map(({ name }) => visit(name, [])).find((cycle) => cycle !== undefined)
}

const packages = ['core', 'express', 'fastify', 'testing'].map((name) => ({ name, files: filesOf(name) }))
const core = filesOf('core')
const adapters = ['express', 'fastify'].map((name) => ({ name, files: filesOf(name) }))

describe('the reader of imports', () => {
  it.each([
    ["import { a } from './a.ts'", './a.ts', false],
    ["import type { A } from './a.ts'", './a.ts', true],
    ["import { type A, type B } from './a.ts'", './a.ts', true],
    ["import { type A, b } from './a.ts'", './a.ts', false],
    ["import {\n  a,\n  type B,\n} from './a.ts'", './a.ts', false],
    ["import a from 'a'", 'a', false],
    ["import * as a from 'a'", 'a', false],
    ["import 'a'", 'a', false],
    ["export { a } from './a.ts'", './a.ts', false],
    ["export type { A } from './a.ts'", './a.ts', true],
    ["export * from './a.ts'", './a.ts', false],
    ["const a = await import('a')", 'a', false],
  ])('understands %j', (text, from, isType) => {
    expect(importsOf(text)).toEqual([{ from, isType }])
  })

  it('takes nothing else for an import', () => {
    expect(importsOf("export const a = 'b'\n// import a from 'a'\n")).toEqual([])
  })

  it('finds a cycle', () => {
    const file = (name: string, to: string): SourceFile => ({
      path: name,
      name,
      imports: [{ from: `./${to}.ts`, isType: true }],
      lines: 1,
    })
    expect(cycleIn([file('a', 'b'), file('b', 'c'), file('c', 'b')])).toBe('a → b → c → b')
    expect(cycleIn([file('a', 'b'), file('b', 'c')])).toBeUndefined()
  })
})

describe('core', () => {
  it('has a room for each of its files', () => {
    expect(core.map(({ name }) => name).toSorted()).toEqual(roomsOfCore.flat().toSorted())
  })

  it.each(core)('imports only from rooms below in $name', ({ name, imports }) => {
    const roomOf = (file: string) => roomsOfCore.findIndex((room: readonly string[]) => room.includes(file))
    const beside = imports
      .map(neighbour)
      .filter((other) => other !== undefined)
      .filter((other) => roomOf(other) <= roomOf(name))
    expect(beside).toEqual([])
  })

  it('knows node, aws-jwt-verify and itself', () => {
    const others = core
      .flatMap(({ imports }) => imports)
      .filter(
        (imported) =>
          neighbour(imported) === undefined &&
          !isBuiltin(imported.from) &&
          !imported.from.startsWith('aws-jwt-verify/'),
      )
    expect(others).toEqual([])
  })

  it('knows aws-jwt-verify in two files only', () => {
    const files = core.filter(({ imports }) => imports.some(({ from }) => from.startsWith('aws-jwt-verify')))
    expect(files.map(({ name }) => name).toSorted()).toEqual(['rejection', 'verification-key'])
  })
})

describe.each(adapters)('$name', ({ name, files }) => {
  it('imports core, its framework and itself', () => {
    const known = new Set(['@cognito-auth/core', '@cognito-auth/core/adapter', name, `${name}-plugin`])
    const others = files
      .flatMap(({ imports }) => imports)
      .filter((imported) => neighbour(imported) === undefined && !known.has(imported.from))
    expect(others).toEqual([])
  })
})

describe('both adapters', () => {
  it('have files of the same names for the same roles', () => {
    const [express, fastify] = adapters.map(({ files }) => files.map(({ name }) => name).toSorted())
    expect(express).toEqual(['authenticate', 'authorize', 'index', 'refuse', 'request'])
    expect(fastify).toEqual(['authorize', 'index', 'plugin', 'refuse', 'request'])
  })
})

describe('testing', () => {
  const testing = filesOf('testing')
  /** Names of the files that one leads to, itself among them. */
  const reached = (name: string, seen: readonly string[] = []): readonly string[] =>
    seen.includes(name)
      ? seen
      : (testing.find((file) => file.name === name)?.imports ?? [])
          .map(neighbour)
          .filter((other) => other !== undefined)
          .reduce<readonly string[]>((names, other) => reached(other, names), [...seen, name])
  const others = (names: readonly string[]) =>
    testing
      .filter(({ name }) => names.includes(name))
      .flatMap(({ imports }) => imports)
      .filter((imported) => neighbour(imported) === undefined && !isBuiltin(imported.from))

  it('imports node, types of core and itself in what is published as a module', () => {
    const names = reached('index')
    expect(names).toEqual(expect.arrayContaining(['index', 'user-pool', 'signing-key']))
    expect(others(names)).toEqual(others(names).map(() => ({ from: '@cognito-auth/core', isType: true })))
  })

  it('imports node, core and itself in its command', () => {
    const names = reached('cli')
    expect(others(names).map(({ from }) => from)).toEqual(others(names).map(() => '@cognito-auth/core'))
  })

  it('has no file that neither of them reaches', () => {
    const names = new Set([...reached('index'), ...reached('cli')])
    expect(testing.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([])
  })

  it('is imported by no package that runs in production', () => {
    const users = [...core, ...adapters.flatMap(({ files }) => files)].filter(({ imports }) =>
      imports.some(({ from }) => from.startsWith('@cognito-auth/testing')),
    )
    expect(users).toEqual([])
  })
})

describe.each(packages)('$name', ({ files }) => {
  it('has no cycle of imports, types included', () => {
    expect(cycleIn(files)).toBeUndefined()
  })

  it('has files that can be read in one go', () => {
    expect(files.filter(({ lines }) => lines > 220).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  })

  it('has an index that is a list', () => {
    const index = files.find(({ name }) => name === 'index')
    const text = readFileSync(resolve(root, index?.path ?? ''), 'utf8')
    expect(text.replaceAll(/^export (?:type )?\{[^}]*\} from '[^']+'$/gm, '').trim()).toBe('')
  })
})
