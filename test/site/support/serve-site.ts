import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { findBuiltSite } from './built-site.ts'

/** A server for the built site. */
export interface SiteServer {
  readonly url: string
  close(): Promise<void>
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.woff2': 'font/woff2',
}

export async function serveSite(): Promise<SiteServer> {
  const folder = findBuiltSite()
  const server = createServer((req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://site')
    const path = pathname === '/' ? '/index.html' : extname(pathname) === '' ? `${pathname}.html` : pathname
    readFile(join(folder, decodeURIComponent(path))).then(
      (body) => res.setHeader('content-type', contentTypes[extname(path)] ?? 'text/plain').end(body),
      () => res.writeHead(404).end(),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
