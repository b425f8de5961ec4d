import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server that accepts upgrades, and the connections that are open on its side. */
export interface TrackedServer {
  readonly open: ReadonlySet<Socket>
  /** Requests an upgrade over a connection whose own half stays open until the test ends. */
  requestUpgrade(path: string, authorization: string | undefined): Promise<Upgrade>
}

/** An upgrade that was requested. */
export interface Upgrade {
  /** What the server sends until it ends its half of the connection. */
  readonly response: Promise<string>
}

export function track(server: Server): TrackedServer {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })

  return {
    open,
    async requestUpgrade(path, authorization) {
      const { port } = server.address() as AddressInfo
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      onTestFinished(() => void socket.destroy())
      // A server may reset a connection that it has refused.
      socket.on('error', () => undefined)
      await once(socket, 'connect')
      const response = readToEnd(socket)
      const lines = [
        `GET ${path} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
      ]
      socket.write(`${lines.join('\r\n')}\r\n\r\n`)
      return { response }
    },
  }
}

/** Not by iterating over the socket, which would close the half of the client, too. */
async function readToEnd(socket: Socket): Promise<string> {
  let response = ''
  socket.setEncoding('utf8').on('data', (text: string) => (response += text))
  await once(socket, 'end')
  return response
}

/** The milliseconds that something takes. */
export async function timeOf(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await action()
  return performance.now() - start
}
