import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { memoryStore, type RevocationStore } from '@cognito-auth/revocation'

/** Serves a store over HTTP, for `httpStore`. */
export interface RevocationService {
  readonly url: string
  readonly store: RevocationStore
  close(): void
}

export async function startRevocationService(): Promise<RevocationService> {
  const store = memoryStore()
  const server = createServer((req, res) => {
    void answer(req, store).then((page) => res.end(JSON.stringify(page)))
  })
  // Connections end while a function is frozen.
  server.keepAliveTimeout = 300
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}/revocations`, store, close: () => server.close() }
}

async function answer(req: IncomingMessage, store: RevocationStore): Promise<object> {
  if (req.method === 'POST') {
    await store.append(JSON.parse(await text(req)))
    return {}
  }
  const { searchParams } = new URL(req.url ?? '', 'http://127.0.0.1')
  return store.readAfter(searchParams.get('after') ?? undefined)
}
