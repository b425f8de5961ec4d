import { request as openRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { sendJson } from './json.ts'

/**
 * Passes a request on to an API. Page and APIs have one origin that way, and the browser asks nobody for permission: an
 * API that is called from another origin needs CORS in front of its authentication.
 */
export function forward(api: string, path: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = request
  const { host } = new URL(api)
  const forwarded = openRequest(api + path, { method, headers: { ...headers, host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  forwarded.on('error', () => {
    if (response.headersSent) response.destroy()
    else sendJson(response, 502, { message: 'The API does not answer' })
  })
  response.on('close', () => forwarded.destroy())
  request.pipe(forwarded)
}
