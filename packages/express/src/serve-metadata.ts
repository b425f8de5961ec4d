import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ProtectedResource } from '@cognito-auth/core'
import { buildMetadata } from '@cognito-auth/core/adapter'
import type { AuthHandler } from './authenticate.ts'

/**
 * Serves the metadata documents of protected resources (RFC 9728) and, for those with a `domain`, of their authorization
 * server (RFC 8414). Use it before `requireAuth()`, on the app itself: the documents are public, and their paths begin at
 * the root. All other requests pass.
 *
 * ```ts
 * const resource = protectedResource({
 *   resource: 'https://api.example.com/mcp',
 *   scopes: ['https://api.example.com/mcp/read'],
 *   domain: 'auth.example.com',
 * })
 * app.use(serveMetadata(resource))
 * app.use('/mcp', requireAuth({ protectedResource: resource }))
 * ```
 *
 * @throws ConfigurationError unless it is given resources whose documents have different paths. Resources of one origin
 * share the document of the authorization server, and must have the same `domain`.
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
 */
export function serveMetadata(...resources: ProtectedResource[]): AuthHandler {
  const metadata = buildMetadata(resources)

  return function metadataHandler(req: MetadataRequest, res: ServerResponse, next: () => void): void {
    const method = req.method === 'HEAD' ? 'GET' : String(req.method)
    const response = metadata.get(readPath(req))?.get(method)
    if (response === undefined) return next()
    res.statusCode = response.statusCode
    for (const [name, value] of Object.entries(response.headers)) res.setHeader(name, value)
    res.end(response.body)
  } as object as AuthHandler
}

/** A request of Express, of Connect, or of Node itself. */
type MetadataRequest = IncomingMessage & { readonly originalUrl?: string | undefined }

/**
 * The path of a request as the client sent it, without a final slash. Express cuts `url` where a middleware is mounted.
 */
function readPath({ url, originalUrl = url }: MetadataRequest): string {
  return String(originalUrl).replace(/\/?(?:\?[^]*)?$/, '')
}
