import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/**
 * The rooms of core, and the rooms that each may import from. Imports inside a room are free, except for cycles; no room
 * may be left out of the table. CONTRIBUTING shows the same table.
 */
const ground = ['types', 'lib']
const rooms: Readonly<Record<string, readonly string[]>> = {
  adapter: ['authenticate', 'verify', 'settings', 'guards', 'events', 'refusal', ...ground],
  authenticate: ['verify', 'settings', 'events', 'refusal', ...ground],
  verify: ['settings', 'keys', 'refusal', ...ground],
  resources: ['settings', 'refusal', ...ground],
  settings: ['keys', 'refusal', ...ground],
  keys: ['events', 'refusal', ...ground],
  events: ['refusal', ...ground],
  guards: ['settings', 'refusal', ...ground],
  openapi: ['settings', 'refusal', ...ground],
  refusal: ground,
  types: [],
  lib: [],
}

/** An import, or a re-export, of a source file. */
interface Import {
  readonly from: string
  readonly isType: boolean
}

/** A source file of a package. Its name is its path below `src`, without the suffix. */
interface SourceFile {
  readonly path: string
  readonly name: string
  readonly imports: readonly Import[]
  readonly lines: number
}

function filesOf(packageName: string): readonly SourceFile[] {
  const folder = join('packages', packageName, 'src')
  const files = readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const path = join(folder, file)
      const text = readFileSync(resolve(root, path), 'utf8')
      return {
        path,
        name: file.replace(/\.ts$/, ''),
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

/** The file of the same package that an import of `file` names, if it names one. */
function neighbour(file: string, { from }: Import): string | undefined {
  return from.startsWith('.') ? join(dirname(file), from).replace(/\.ts$/, '') : undefined
}

function neighboursOf({ name, imports }: SourceFile): readonly string[] {
  return imports.map((imported) => neighbour(name, imported)).filter((other) => other !== undefined)
}

/** What a file imports from outside its package. */
function outsideImportsOf({ imports }: SourceFile): readonly Import[] {
  return imports.filter(({ from }) => !from.startsWith('.'))
}

/** The folder that a file of core lies in; the two entry points lie in none. */
function roomOf(name: string): string {
  return name.includes('/') ? dirname(name) : ''
}

/** A way from a node back to itself. */
function cycleIn(edges: ReadonlyMap<string, readonly string[]>): string | undefined {
  const visit = (name: string, path: readonly string[]): string | undefined => {
    if (path.includes(name)) return [...path, name].join(' → ')
    return edges
      .get(name)
      ?.map((to) => visit(to, [...path, name]))
      .find((cycle) => cycle !== undefined)
  }
  return [...edges.keys()].map((name) => visit(name, [])).find((cycle) => cycle !== undefined)
}

const packages = ['core', 'express', 'fastify', 'opentelemetry', 'revocation', 'testing'].map((name) => ({
  name,
  files: filesOf(name),
}))
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
    const cyclic = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ])
    expect(cycleIn(cyclic)).toBe('a → b → c → b')
    expect(cycleIn(new Map(Object.entries({ a: ['b'], b: ['c'] })))).toBeUndefined()
  })

  it('follows an import from one folder to another', () => {
    expect(neighbour('verify/verifier', { from: '../keys/key-set.ts', isType: false })).toBe('keys/key-set')
    expect(neighbour('verify/verifier', { from: './check-claims.ts', isType: false })).toBe(
      'verify/check-claims',
    )
    expect(neighbour('index', { from: 'aws-jwt-verify/error', isType: false })).toBeUndefined()
  })
})

describe('core', () => {
  it('has the rooms of the table, each with a file in it', () => {
    const used = new Set(core.map(({ name }) => roomOf(name)).filter((room) => room !== ''))
    expect([...used].toSorted()).toEqual(Object.keys(rooms).toSorted())
  })

  it('has at most six files outside of the rooms', () => {
    expect(core.filter(({ name }) => roomOf(name) === '').length).toBeLessThanOrEqual(6)
  })

  it('has a table without a way back from a room to itself', () => {
    expect(cycleIn(new Map(Object.entries(rooms)))).toBeUndefined()
  })

  it.each(core)('imports only from its own room and from rooms below it in $name', (file) => {
    const room = roomOf(file.name)
    const allowed = room === '' ? Object.keys(rooms) : [room, ...(rooms[room] ?? [])]
    expect(neighboursOf(file).filter((other) => !allowed.includes(roomOf(other)))).toEqual([])
  })

  it('imports node, aws-jwt-verify and itself', () => {
    const others = core
      .flatMap(outsideImportsOf)
      .filter(({ from }) => !isBuiltin(from) && !from.startsWith('aws-jwt-verify/'))
    expect(others).toEqual([])
  })

  it('imports aws-jwt-verify in one file only', () => {
    const files = core.filter(({ imports }) => imports.some(({ from }) => from.startsWith('aws-jwt-verify')))
    expect(files.map(({ name }) => name)).toEqual(['keys/verification-key'])
  })
})

describe.each(adapters)('$name', ({ name, files }) => {
  it('imports node, core, its framework and itself', () => {
    const known = new Set(['@cognito-auth/core', '@cognito-auth/core/adapter', name, `${name}-plugin`])
    const others = files.flatMap(outsideImportsOf).filter(({ from }) => !known.has(from) && !isBuiltin(from))
    expect(others).toEqual([])
  })
})

describe('both adapters', () => {
  it('have files of the same names for the same roles', () => {
    const [express, fastify] = adapters.map(({ files }) => files.map(({ name }) => name).toSorted())
    expect(express).toEqual([
      'authenticate',
      'authorize',
      'clean-logger',
      'index',
      'openapi',
      'principal-property',
      'refuse',
      'request',
      'request-logger',
      'serve-metadata',
      'vary-by-cookie',
    ])
    expect(fastify).toEqual([
      'authorize',
      'index',
      'openapi',
      'openapi-transform',
      'plugin',
      'refuse',
      'request',
      'route-mode',
      'serve-metadata',
      'vary-by-cookie',
    ])
  })
})

describe('revocation', () => {
  it('imports node, types and channels of core, and itself', () => {
    const others = filesOf('revocation').flatMap(({ name, imports }) =>
      imports
        .filter(({ from, isType }) => !from.startsWith('.') && !isBuiltin(from) && !isType)
        .map(({ from }) => ({ name, from })),
    )
    expect(others).toEqual([
      { name: 'reads', from: '@cognito-auth/core' },
      { name: 'reads', from: '@cognito-auth/core/adapter' },
    ])
  })
})

describe('opentelemetry', () => {
  it('imports node, core, the API of OpenTelemetry and itself', () => {
    const known = new Set(['@cognito-auth/core', '@cognito-auth/core/adapter', '@opentelemetry/api'])
    const others = filesOf('opentelemetry').flatMap(outsideImportsOf)
    expect(others.filter(({ from }) => !isBuiltin(from) && !known.has(from))).toEqual([])
  })
})

describe('testing', () => {
  const testing = filesOf('testing')
  /** Names of the files that one leads to, itself among them. */
  const reached = (name: string, seen: readonly string[] = []): readonly string[] => {
    const file = testing.find((other) => other.name === name)
    if (file === undefined || seen.includes(name)) return seen
    return neighboursOf(file).reduce<readonly string[]>(
      (names, other) => reached(other, names),
      [...seen, name],
    )
  }
  const others = (names: readonly string[]) =>
    testing
      .filter(({ name }) => names.includes(name))
      .flatMap(outsideImportsOf)
      .filter(({ from }) => !isBuiltin(from))

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
    expect(cycleIn(new Map(files.map((file) => [file.name, neighboursOf(file)])))).toBeUndefined()
  })

  it('has files of at most 160 lines, except for types', () => {
    const tooLong = files.filter(({ name, lines }) => lines > 160 && !name.startsWith('types/'))
    expect(tooLong.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  })

  it('has an index that is a list', () => {
    const index = files.find(({ name }) => name === 'index')
    const text = readFileSync(resolve(root, index?.path ?? ''), 'utf8')
    expect(text.replaceAll(/^export (?:type )?\{[^}]*\} from '[^']+'$/gm, '').trim()).toBe('')
  })
})
