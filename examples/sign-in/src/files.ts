import { readdirSync, readFileSync } from 'node:fs'

export interface StaticFile {
  readonly type: string
  readonly content: Buffer
}

const page = new URL('../../page/', import.meta.url)
const project = new URL('../../../../', import.meta.url)
const compiled = new URL('../page/', import.meta.url)
const library = import.meta.resolve('amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js')

/** What the page links to, as plain text. */
const documents = [
  'README.md',
  ...['express', 'fastify', 'sign-out', 'step-up', 'troubleshooting'].map((name) => `docs/${name}.md`),
]

/** Reads the files of the page, by path. They are all read at startup, so no request path is used to access the disk. */
export function readFiles(): ReadonlyMap<string, StaticFile> {
  const modules = readdirSync(compiled).filter((name) => name.endsWith('.js'))
  const styles = readdirSync(page).filter((name) => name.endsWith('.css'))
  return new Map([
    ['/', readText('html', new URL('index.html', page))],
    ['/amazon-cognito-identity.min.js', readText('javascript', new URL(library))],
    ...modules.map((name) => [`/${name}`, readText('javascript', new URL(name, compiled))] as const),
    ...styles.map((name) => [`/${name}`, readText('css', new URL(name, page))] as const),
    ...documents.map((name) => [`/${name}`, readDocument(new URL(name, project))] as const),
  ])
}

function readText(subtype: string, address: URL): StaticFile {
  return { type: `text/${subtype}; charset=utf-8`, content: readFileSync(address) }
}

/** Reads a page of the documentation without its front matter, which is for the site. */
function readDocument(address: URL): StaticFile {
  const { type, content } = readText('plain', address)
  return { type, content: Buffer.from(content.toString().replace(/^---\n.*?\n---\n+/s, '')) }
}
