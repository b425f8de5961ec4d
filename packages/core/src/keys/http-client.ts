import http, { type ClientRequest, IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { isObject } from '../lib/is-object.ts'
import { type Answer, type DownloadOptions, readBody } from './download.ts'

/**
 * Downloads keys with Node's HTTP client, which follows no redirects.
 *
 * The agent keeps connections for later requests, and learns too late that a server has closed one. A request on such a
 * connection is sent again. That ends with a new connection, because a dead one is not kept.
 */
export async function downloadByHttp(address: string, options: DownloadOptions): Promise<Answer> {
  for (;;) {
    const outcome = await send(address, options)
    if (outcome instanceof IncomingMessage) return readAnswer(outcome)
    const { request, error } = outcome
    if (!request.reusedSocket || !wasClosed(error)) throw error
  }
}

/** A request that failed before it was answered. */
interface FailedRequest {
  readonly request: ClientRequest
  readonly error: unknown
}

function send(address: string, options: DownloadOptions): Promise<IncomingMessage | FailedRequest> {
  const { signal, timeoutSeconds } = options
  const url = new URL(address)
  const { get } = url.protocol === 'https:' ? https : http
  const requestOptions: RequestOptions & { autoSelectFamilyAttemptTimeout: number } = {
    signal,
    headers,
    autoSelectFamilyAttemptTimeout: Math.ceil((timeoutSeconds * 1000) / triedAddresses),
  }
  return new Promise((resolve) => {
    const request = get(url, requestOptions, resolve)
      .on('error', (error) => resolve({ request, error }))
      // Neither an answer nor an error: the server switched to another protocol.
      .on('close', () => resolve({ request, error: new Error('no answer in HTTP') }))
  })
}

/**
 * Some firewalls reject requests without a user agent, and a server may choose any encoding that is not ruled out
 * (RFC 9110, section 12.5.3).
 */
const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'cognito-auth' }

/**
 * Node tries the addresses of a host one after the other, and by default gives each of them 250 ms and the last one the
 * rest, which is too short for slow networks. A quarter of the default time limit outlasts the loss of a packet, which is
 * sent again after a second.
 */
const triedAddresses = 4

/** Whether an error says that the server had closed the connection. */
function wasClosed(error: unknown): boolean {
  return isObject(error) && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

async function readAnswer(message: IncomingMessage): Promise<Answer> {
  // Node sets the status of every response.
  const status = message.statusCode as number
  return { status, redirected: false, bytes: status === 200 ? await readBody(message) : undefined }
}
