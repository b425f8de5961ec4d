import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { FetchKeys } from '../types/options.ts'

/** As much of a `Response` as is read. */
export interface KeyResponse extends Pick<Response, 'status' | 'redirected'> {
  readonly body: { getReader(): KeyReader } | null
}

/** Reads a body piece by piece. */
export type KeyReader = Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>

/** What fetches keys: a `FetchKeys`, or what does the same for less. */
export type KeyClient = (...parameters: Parameters<FetchKeys>) => Promise<KeyResponse>

const fetchOfNode = globalThis.fetch

/**
 * What fetches keys unless the options name something: Node's HTTP client. Node's `fetch` is some 15 MB that are loaded
 * when it is called first, which takes some 25 ms, and after that each request to the process takes a little longer. A
 * `fetch` that has taken its place since this module was loaded, as in tests, is used.
 */
export function defaultClient(): KeyClient {
  return globalThis.fetch === fetchOfNode ? get : globalThis.fetch
}

/** Follows no redirects. */
function get(address: string, { signal }: Parameters<FetchKeys>[1]): Promise<KeyResponse> {
  return new Promise((resolve, reject) => {
    const url = new URL(address)
    const { get: send } = url.protocol === 'https:' ? https : http
    send(url, { signal, headers }, (message) => {
      // Node has a status for every message that a server sent.
      const status = message.statusCode as number
      resolve({ status, redirected: false, body: { getReader: () => readerOf(message) } })
    })
      .on('error', reject)
      // Without an answer or an error: the server wants to go on in another protocol.
      .on('close', () => reject(new Error('no answer in HTTP')))
  })
}

/**
 * Some firewalls turn away who does not give a name, and a server may choose any encoding that is not ruled out (RFC 9110,
 * section 12.5.3).
 */
const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'cognito-auth' }

function readerOf(message: IncomingMessage): KeyReader {
  const pieces: AsyncIterator<Uint8Array, undefined> = message[Symbol.asyncIterator]()
  return {
    read: () => pieces.next(),
    async cancel() {
      message.destroy()
    },
  }
}
