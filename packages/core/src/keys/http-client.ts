import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { type Answer, type DownloadOptions, readBody } from './download.ts'

/** Downloads keys with Node's HTTP client, which follows no redirects. */
export function downloadByHttp(address: string, { signal }: DownloadOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const url = new URL(address)
    const { get } = url.protocol === 'https:' ? https : http
    get(url, { signal, headers }, (message) => {
      resolve(readAnswer(message))
    })
      .on('error', reject)
      // Neither an answer nor an error: the server switched to another protocol.
      .on('close', () => reject(new Error('no answer in HTTP')))
  })
}

/**
 * Some firewalls reject requests without a user agent, and a server may choose any encoding that is not ruled out
 * (RFC 9110, section 12.5.3).
 */
const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'cognito-auth' }

async function readAnswer(message: IncomingMessage): Promise<Answer> {
  // Node sets the status of every response.
  const status = message.statusCode as number
  return { status, redirected: false, bytes: status === 200 ? await readBody(message) : undefined }
}
