import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseAst } from 'vitest/node'
import { root } from './readme.ts'

/** A node of a syntax tree (ESTree with the nodes of TypeScript). */
interface Node {
  readonly type: string
  readonly start: number
  readonly [property: string]: unknown
}

/** A name that users of a package see, and the doc comment that explains it. */
export interface PublicName {
  /** `CognitoAuthOptions.userPoolId`, for example. */
  readonly name: string
  /** Without its asterisks. Empty, when there is none. */
  readonly comment: string
}

/** A file of declarations, parsed. */
interface DeclarationFile {
  readonly text: string
  readonly statements: readonly Node[]
  readonly packageName: string
  /** Path of the file below `dist`, without its suffix. */
  readonly module: string
}

/** The names that a package exports, with the members of their types, and what it adds to the types of others. */
export function publicNamesOf(packageName: string): readonly PublicName[] {
  const index = read(packageName, 'index')
  const names = index.statements.filter(isReExport).flatMap(({ source, specifiers }) => {
    const file = follow(index, source)
    return specifiers.map(({ local }) => ({ name: local.name, file }))
  })
  const own = names.flatMap(({ name, file }) => declared(file, name))
  const files = new Set(names.map(({ file }) => file))
  return [...own, ...[...files].flatMap(augmentationsOf)]
}

interface ReExport {
  readonly source: { readonly value: string }
  readonly specifiers: readonly { readonly local: { readonly name: string } }[]
}

function isReExport(node: Node): node is Node & ReExport {
  return node.type === 'ExportNamedDeclaration' && node.source !== null
}

const files = new Map<string, DeclarationFile>()

function read(packageName: string, module: string): DeclarationFile {
  const path = join(root, 'packages', packageName, 'dist', `${module}.d.ts`)
  const known = files.get(path)
  if (known) return known
  const text = readFileSync(path, 'utf8')
  const statements = parseAst(text, { lang: 'dts' }).body as unknown as Node[]
  const file = { text, statements, packageName, module }
  files.set(path, file)
  return file
}

/** The file that a module specifier names: a neighbour, or the entry of another of our packages. */
function follow(file: DeclarationFile, { value }: ReExport['source']): DeclarationFile {
  if (value.startsWith('.')) {
    const module = posix.join(posix.dirname(file.module), value.replace(/\.ts$/, ''))
    return read(file.packageName, module)
  }
  const [, name = '', entry = 'index'] = /^@cognito-auth\/(\w+)(?:\/(\w+))?$/.exec(value) ?? []
  return read(name, entry)
}

/** What a file declares under a name. An entry that only passes the name on is followed. */
function declared(file: DeclarationFile, name: string): readonly PublicName[] {
  for (const statement of file.statements) {
    const declaration = (statement.declaration ?? statement) as Node
    if (nameOf(declaration) === name) {
      return [{ name, comment: commentBefore(file, statement) }, ...membersOf(file, declaration, name)]
    }
    const passedOn = isReExport(statement) && statement.specifiers.some(({ local }) => local.name === name)
    if (passedOn) return declared(follow(file, statement.source), name)
  }
  throw new Error(`${name} is declared nowhere`)
}

function nameOf(declaration: Node): unknown {
  const [variable] = (declaration.declarations ?? []) as readonly Node[]
  return ((variable ?? declaration).id as { name?: unknown } | null | undefined)?.name
}

/** The members of an interface, of a class, or of the object types that a type is put together from. */
function membersOf(file: DeclarationFile, node: Node, owner: string): readonly PublicName[] {
  switch (node.type) {
    case 'TSInterfaceDeclaration':
      return [
        ...bodyOf(file, node, owner),
        ...(node.extends as readonly Node[]).flatMap(({ expression }) =>
          inherited(file, expression as Node, owner),
        ),
      ]
    case 'ClassDeclaration':
      return bodyOf(file, node, owner)
    case 'TSTypeAliasDeclaration':
      return membersOf(file, node.typeAnnotation as Node, owner)
    case 'TSIntersectionType':
      return (node.types as readonly Node[]).flatMap((type) => membersOf(file, type, owner))
    case 'TSTypeLiteral':
      return (node.members as readonly Node[]).flatMap((member) => memberOf(file, member, owner))
    case 'TSTypeReference':
      return inherited(file, node.typeName as Node, owner)
    default:
      // The members of a union tell its parts apart. What they mean is said of the type.
      return []
  }
}

/** The members that come from a type of the same file which is not exported, and has no other place to be explained. */
function inherited(file: DeclarationFile, { name }: Node, owner: string): readonly PublicName[] {
  const hidden = file.statements.find((statement) => nameOf(statement) === name)
  return hidden ? membersOf(file, hidden, owner) : []
}

function bodyOf(file: DeclarationFile, { body }: Node, owner: string): readonly PublicName[] {
  return (body as { body: readonly Node[] }).body.flatMap((member) => memberOf(file, member, owner))
}

function memberOf(file: DeclarationFile, member: Node, owner: string): readonly PublicName[] {
  const { key, kind, accessibility } = member
  const { name, value } = (key ?? {}) as { name?: string; value?: string }
  if (key === undefined || kind === 'constructor' || accessibility === 'private') return []
  return [{ name: `${owner}.${name ?? value}`, comment: commentBefore(file, member) }]
}

/** What a file adds to the types of a framework. */
function augmentationsOf(file: DeclarationFile): readonly PublicName[] {
  return file.statements
    .flatMap((statement) => interfacesIn(statement))
    .flatMap((node) => membersOf(file, node, String(nameOf(node))))
}

function interfacesIn(node: Node): readonly Node[] {
  const inner =
    node.type === 'TSGlobalDeclaration' || node.type === 'TSModuleDeclaration' ? node.body : undefined
  const statements = (inner as { body?: readonly Node[] } | undefined)?.body ?? []
  return statements.flatMap((statement) =>
    statement.type === 'TSInterfaceDeclaration' ? [statement] : interfacesIn(statement),
  )
}

function commentBefore({ text }: DeclarationFile, { start }: Node): string {
  const [, comment = ''] = /\/\*\*((?:(?!\*\/).)*)\*\/\s*$/s.exec(text.slice(0, start)) ?? []
  return comment.replaceAll(/^ *\* ?/gm, '').trim()
}
