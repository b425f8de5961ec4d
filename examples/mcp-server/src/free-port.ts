import { once } from 'node:events'
import { createServer } from 'node:net'

/** A free port of localhost. The URL of a resource contains it, so it must be known before the server starts. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port')
  return address.port
}
