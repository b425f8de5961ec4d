import { readdirSync, readFileSync } from 'node:fs'

export interface StaticFile {
  readonly type: string
  readonly content: Buffer
}

const page = new URL('../../page/', import.meta.url)
const compiled = new URL('../page/', import.meta.url)
const library = import.meta.resolve('amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js')

/** Reads the files of the page, by path. They are all read at startup, so no request path is used to access the disk. */
export function readFiles(): ReadonlyMap<string, StaticFile> {
  const modules = readdirSync(compiled).filter((name) => name.endsWith('.js'))
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', content: readFileSync(new URL('index.html', page)) }],
    ['/style.css', { type: 'text/css; charset=utf-8', content: readFileSync(new URL('style.css', page)) }],
    ['/amazon-cognito-identity.min.js', readScript(new URL(library))],
    ...modules.map((name): [string, StaticFile] => [`/${name}`, readScript(new URL(name, compiled))]),
  ])
}

function readScript(address: URL): StaticFile {
  return { type: 'text/javascript; charset=utf-8', content: readFileSync(address) }
}
