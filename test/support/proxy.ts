import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { originOf } from './http.ts'

/** A proxy that tunnels (RFC 9110, section 9.3.6). */
export interface Proxy {
  readonly url: string
  /** Where it was asked to connect to, `<host>:<port>` each. */
  readonly targets: readonly string[]
  close(): Promise<void>
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startProxy(): Promise<Proxy> {
  const targets: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_request, response) => response.writeHead(405).end())
  server.on('connection', (socket) => sockets.add(socket))
  server.on('connect', ({ url: target = '' }, client: Socket) => {
    targets.push(target)
    const { hostname, port } = new URL(`tcp://${target}`)
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    sockets.add(upstream)
    for (const [end, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      end.on('error', () => other.destroy())
      end.on('close', () => other.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  let closed: Promise<unknown> | undefined
  return {
    url: originOf(server.address()),
    targets,
    async close() {
      closed ??= once(server.close(), 'close')
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
