import * as http from 'node:http'
import * as https from 'node:https'
import { Readable } from 'node:stream'
import type { FetchKeys } from './options.ts'

/** As much of a `Response` as is read. */
export type KeyResponse = Pick<Response, 'status' | 'redirected' | 'body'>

/** What fetches keys: a `FetchKeys`, or what does the same for less. */
export type KeyClient = (...parameters: Parameters<FetchKeys>) => Promise<KeyResponse>

const fetchOfNode = globalThis.fetch

/**
 * What fetches keys unless the options name something: Node's HTTP client. Its `fetch` is made of 15 MB that are loaded
 * when it is called first, for 25 ms, and after that each request to the process takes a little longer. A `fetch` that
 * somebody has put in its place, as tests do, is used.
 */
export function defaultClient(): KeyClient {
  return globalThis.fetch === fetchOfNode ? get : globalThis.fetch
}

/** Follows no redirects. */
function get(address: string, { signal }: Parameters<FetchKeys>[1]): Promise<KeyResponse> {
  return new Promise((resolve, reject) => {
    const url = new URL(address)
    const client = url.protocol === 'https:' ? https : http
    client
      .get(url, { signal, headers }, (response) => {
        // Node has a status for every response that a server sent.
        const status = response.statusCode as number
        resolve({ status, redirected: false, body: Readable.toWeb(response) as ReadableStream<Uint8Array> })
      })
      .on('error', reject)
  })
}

/** Firewalls turn away who does not give a name. */
const headers = { accept: 'application/json', 'user-agent': 'cognito-auth' }
