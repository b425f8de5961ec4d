import { ConfigurationError, type ProtectedResource } from '@cognito-auth/core'
import { buildMetadata, type MetadataResponses } from '@cognito-auth/core/adapter'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'

/**
 * Serves the metadata documents of protected resources (RFC 9728) and, for those with a `domain`, of their authorization
 * server (RFC 8414). Register it in a scope without a prefix: the paths of the documents begin at the root. Its routes
 * need no token.
 *
 * ```ts
 * const resource = protectedResource({
 *   resource: 'https://api.example.com/mcp',
 *   scopes: ['https://api.example.com/mcp/read'],
 *   domain: 'auth.example.com',
 * })
 * app.register(serveMetadata(resource))
 * app.register(cognitoAuth, { protectedResource: resource })
 * ```
 *
 * Registration fails with a `ConfigurationError` in a scope with a prefix, and for a resource with `*` or `%` in its path.
 *
 * @throws ConfigurationError unless it is given resources whose documents have different paths. Resources of one origin
 * share the document of the authorization server, and must have the same `domain`.
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
 */
export function serveMetadata(...resources: ProtectedResource[]): FastifyPluginAsync {
  const metadata = buildMetadata(resources)

  // Async, because Fastify does not catch errors that a plugin with a callback throws.
  return async function metadataPlugin(app: FastifyInstance): Promise<void> {
    if (app.prefix !== '') {
      throw new ConfigurationError(
        'prefix',
        `serveMetadata has the prefix '${app.prefix}', but the paths of metadata begin at the root. Register it in a ` +
          'scope without a prefix.',
      )
    }
    for (const [path, responses] of metadata) {
      // With a prefix, Fastify makes the final slash optional, whatever its option `ignoreTrailingSlash` is.
      void app.register(routesOf(responses), { prefix: escapePath(path) })
    }
  }
}

function routesOf(responses: MetadataResponses): FastifyPluginAsync {
  return async function metadataRoutes(scope) {
    for (const [method, { statusCode, headers, body }] of responses) {
      scope.route({
        method,
        url: '/',
        exposeHeadRoute: true,
        config: { cognito: false },
        handler: (_request, reply) => reply.code(statusCode).headers(headers).send(body),
      })
    }
  }
}

/** Writes a path so that Fastify's router takes it literally. It has no spelling for `*` and for reserved characters. */
function escapePath(path: string): string {
  if (/[*%]/.test(path)) {
    throw new ConfigurationError(
      'serveMetadata',
      `serveMetadata() was given a resource whose metadata is at ${path}, which Fastify cannot route literally. Use a ` +
        'resource without * and % in its path.',
    )
  }
  return path.replaceAll(':', '::')
}
