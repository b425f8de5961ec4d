import { request as openRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { sendJson } from './json.ts'
import { reasonRequest } from './refusal-reasons.ts'

/**
 * Forwards a request to an API. The page and the APIs thus have the same origin, so no CORS is needed. An API that is
 * called from another origin must answer CORS preflights before it authenticates requests. The API is asked for the
 * reason of a refusal.
 */
export function forward(api: string, path: string, request: IncomingMessage, response: ServerResponse): void {
  const { host } = new URL(api)
  const headers = { ...request.headers, ...reasonRequest, host }
  const forwarded = openRequest(api + path, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  forwarded.on('error', () => {
    if (response.headersSent) response.destroy()
    else sendJson(response, 502, { message: 'The API does not respond' })
  })
  response.on('close', () => forwarded.destroy())
  request.pipe(forwarded)
}
