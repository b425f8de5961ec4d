import { request as openRequest, type RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request of a test. */
export interface TestRequest {
  /** Default: `GET`. */
  readonly method?: 'DELETE' | 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT'
  /** Default: `/`. */
  readonly path?: string
  /** Value of the `Authorization` field, or the values of several such fields. */
  readonly authorization?: string | readonly string[] | undefined
  /** Other fields. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What came back. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** A server that listens on loopback. */
export interface RunningServer {
  readonly origin: string
  /** Sends a request over a connection of its own. */
  send(request?: TestRequest): Promise<Reply>
  close(): Promise<void>
}

/** Has an Express app, or another request listener, listen on a free port of 127.0.0.1. */
export async function start(app: RequestListener): Promise<RunningServer> {
  const server = new Server(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const origin = originOf(server.address())
  return {
    origin,
    send: (request) => send(origin, request),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The origin of a server, from what `server.address()` returns. */
export function originOf(address: AddressInfo | string | null | undefined): string {
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen on a port')
  return `http://127.0.0.1:${address.port}`
}

/** Sends a request over a connection of its own. Several values of `authorization` become several fields. */
export function send(origin: string, request: TestRequest = {}): Promise<Reply> {
  const { method = 'GET', path = '/' } = request
  return new Promise((resolve, reject) => {
    const sent = openRequest(
      origin + path,
      { method, agent: false, headers: headersOf(request) },
      (answer) => {
        const { statusCode: status = 0, headers } = answer
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => resolve({ status, headers, body: Buffer.concat(chunks).toString() }))
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

/** The headers of a request, for clients that send each item of an array as a field. */
export function headersOf({ authorization, headers }: TestRequest): Record<string, string | string[]> {
  if (authorization === undefined) return { ...headers }
  return { ...headers, authorization: typeof authorization === 'string' ? authorization : [...authorization] }
}
