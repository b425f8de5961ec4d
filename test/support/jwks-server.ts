import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setInterval, setTimeout as sleep } from 'node:timers/promises'

/** How a request is answered. What is left out is as a good server would do it; `{}` serves the keys. */
interface Behaviour {
  /** Default: 200, with `redirect` 302. */
  readonly status?: number
  /** Added to, or put in the place of, `content-type: application/json`. */
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON. Default: the keys that the server was started with. */
  readonly body?: string | Buffer | object
  /** Pause before the first byte of the answer. */
  readonly delayMs?: number
  /** Holds the answer back until this resolves. */
  readonly until?: Promise<unknown>
  /** Sends the body a few bytes at a time. */
  readonly drip?: { readonly bytes: number; readonly everyMs: number }
  /** Sends this many bytes of white space in front of the body, without a length: `50 * 2 ** 20`, or `Infinity`. */
  readonly paddingBytes?: number
  /** Promises a longer body than it sends, and hangs up. */
  readonly truncated?: boolean
  /** Sends the client to another address. */
  readonly redirect?: string
  /** Falls silent, before anything was sent or after half of the body, until `close()` or for 30 seconds. */
  readonly hang?: true | 'half-way'
  /** Resets the connection, before anything was sent or after half of the body. */
  readonly reset?: true | 'half-way'
}

/** A request that arrived. */
interface ReceivedRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

/** A server of keys that misbehaves on demand. */
export interface ControlledJwksServer {
  /** Address of the keys. Each other path is answered just the same. */
  readonly uri: string
  /** Number of requests seen. */
  readonly hits: number
  readonly requests: readonly ReceivedRequest[]
  /** Number of requests that are neither answered nor given up by the client. */
  readonly pending: number
  /** Number of connections accepted. */
  readonly sockets: number
  /** Number of those that are open still. A client opens a new one when it has hung up on the last. */
  readonly openSockets: number
  /** Bytes handed to the operating system, headers included. Its buffers hold a few MiB that nobody has read. */
  readonly bytesSent: number
  /** Answers requests from now on like this. A function gets the number of the request, from 1. */
  respond(next: Behaviour | ((hit: number) => Behaviour)): void
  /** Destroys the open sockets and closes. A second call does nothing. */
  close(): Promise<void>
}

/** No test waits for longer. */
const longestAnswerMs = 30_000

/** Starts a server on 127.0.0.1 that serves the keys until `respond` says otherwise. */
export async function startJwksServer(jwks: object, port = 0): Promise<ControlledJwksServer> {
  const requests: ReceivedRequest[] = []
  const sockets: Socket[] = []
  let pending = 0
  let behaviour: Behaviour | ((hit: number) => Behaviour) = {}

  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    requests.push({ method, url, headers })
    pending++
    const next = typeof behaviour === 'function' ? behaviour(requests.length) : behaviour
    const client = new AbortController()
    const limit = setTimeout(() => response.destroy(), longestAnswerMs)
    response.once('close', () => {
      pending--
      clearTimeout(limit)
      client.abort()
    })
    // A client that hangs up is what half of the tests are about.
    response.on('error', () => response.destroy())
    answer(response, { body: jwks, ...next }, client.signal).catch(() => response.destroy())
  })
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })

  const address = server.address()
  const boundPort = typeof address === 'object' ? address?.port : undefined
  let closed: Promise<void> | undefined
  return {
    uri: `http://127.0.0.1:${boundPort}/.well-known/jwks.json`,
    requests,
    get hits() {
      return requests.length
    },
    get pending() {
      return pending
    },
    get sockets() {
      return sockets.length
    },
    get openSockets() {
      return sockets.filter((socket) => !socket.destroyed).length
    },
    get bytesSent() {
      return sockets.reduce((sum, socket) => sum + socket.bytesWritten - socket.writableLength, 0)
    },
    respond(next) {
      behaviour = next
    },
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
      return closed
    },
  }
}

async function answer(response: ServerResponse, behaviour: Behaviour, client: AbortSignal): Promise<void> {
  const { delayMs, until, hang, reset, redirect, truncated, drip, paddingBytes = 0 } = behaviour
  if (delayMs !== undefined) await sleep(delayMs, undefined, { signal: client })
  await until
  if (reset === true) return void response.socket?.resetAndDestroy()
  if (hang === true) return

  const body = bytesOf(behaviour.body)
  const stopsHalfWay = reset === 'half-way' || hang === 'half-way'
  response.writeHead(behaviour.status ?? (redirect === undefined ? 200 : 302), {
    'content-type': 'application/json',
    ...(redirect !== undefined && { location: redirect }),
    ...(paddingBytes === 0 && { 'content-length': truncated === true ? body.length + 1000 : body.length }),
    ...(truncated === true && { connection: 'close' }),
    ...behaviour.headers,
  })
  response.flushHeaders()

  await send(response, padding(paddingBytes), client)
  const sent = stopsHalfWay ? body.subarray(0, body.length / 2) : body
  await send(response, drip === undefined ? [sent] : drops(sent, drip, client), client)

  if (hang === 'half-way') return
  if (reset === 'half-way') {
    // A reset overtakes bytes that the client has not read yet.
    await sleep(50, undefined, { signal: client })
    return void response.socket?.resetAndDestroy()
  }
  response.end()
}

function bytesOf(body: Behaviour['body'] = ''): Buffer {
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

/** Writes no faster than the client reads. */
async function send(
  response: ServerResponse,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  client: AbortSignal,
): Promise<void> {
  for await (const chunk of chunks) {
    client.throwIfAborted()
    if (chunk.length === 0 || response.write(chunk)) continue
    await once(response, 'drain', { signal: client })
  }
}

function* padding(length: number): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, ' ')
  for (let left = length; left > 0; left -= chunk.length) yield chunk.subarray(0, left)
}

async function* drops(
  body: Buffer,
  { bytes, everyMs }: NonNullable<Behaviour['drip']>,
  client: AbortSignal,
): AsyncGenerator<Buffer> {
  let start = 0
  for await (const step of setInterval(everyMs, bytes, { signal: client })) {
    yield body.subarray(start, start + step)
    start += step
    if (start >= body.length) return
  }
}
