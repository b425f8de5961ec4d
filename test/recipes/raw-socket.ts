import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/**
 * Sends the upgrade request of a WebSocket over a plain TCP connection that never closes its own half, and waits for
 * the response.
 */
export async function openRawSocket(
  port: number,
  authorization?: string,
  { path = '/', awaitResponse = true }: { path?: string; awaitResponse?: boolean } = {},
): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  // A server that ends the connection may reset it.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
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
  if (awaitResponse) await once(socket, 'data')
  else socket.resume()
  return socket
}

/** A frame with reserved bits and a reserved opcode (RFC 6455, section 5.2). */
export const malformedFrame: Buffer = Buffer.from([0xff, 0x80, 0, 0, 0, 0])

/** A masked text frame of 126 to 65,535 bytes. The mask is zero. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const header = Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255, 0, 0, 0, 0])
  return Buffer.concat([header, payload])
}
