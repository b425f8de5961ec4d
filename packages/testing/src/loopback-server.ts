import { createServer, type IncomingMessage, type Server } from 'node:http'

/** A response. An object is sent as JSON. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body: string | object
}

/** A server on 127.0.0.1. */
export interface LoopbackServer {
  /** Base URL of the server, for example `http://127.0.0.1:41233`. */
  readonly url: string

  /** Closes the server and its connections. A second call does nothing. */
  readonly close: () => Promise<void>
}

/**
 * Starts a server on 127.0.0.1, whose responses are never cached. Requests that `answer` returns `undefined` for get a 404.
 *
 * @param keepsAlive whether the process lives on as long as the server does.
 */
export async function startLoopbackServer(
  port: number,
  keepsAlive: boolean,
  answer: (request: IncomingMessage) => Reply | undefined,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    const { status, headers, body } = answer(request) ?? notFound
    const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json'
    response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  if (!keepsAlive) {
    server.unref()
    server.on('connection', (socket) => socket.unref())
  }

  const url = `http://127.0.0.1:${await startListening(server, port)}`
  let closed: Promise<void> | undefined
  return { url, close: () => (closed ??= closeServer(server)) }
}

const notFound: Reply = { status: 404, body: { message: 'Not found' } }

function startListening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const problem = cause.code === 'EADDRINUSE' ? 'is already in use' : `cannot be used (${cause.code})`
      reject(new Error(`Port ${port} on 127.0.0.1 ${problem}`, { cause }))
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve((typeof address === 'object' && address?.port) || port)
    })
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
