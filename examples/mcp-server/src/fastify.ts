import type { IncomingMessage } from 'node:http'
import cognitoAuth, {
  authorize,
  type FastifyAuthOptions,
  getPrincipal,
  serveMetadata,
  toAuthInfo,
} from '@cognito-auth/fastify'
import Fastify, { type FastifyInstance } from 'fastify'
import { createNotes } from './notes.ts'
import { readToken } from './read-token.ts'
import { type Addresses, describeResource, scopesOf } from './resource.ts'
import { requireScopeOfTool } from './tool-scopes.ts'

export interface FastifyServerOptions extends Addresses {
  /** Default: `COGNITO_USER_POOL_ID` and `COGNITO_CLIENT_ID` from the environment. */
  readonly auth?: FastifyAuthOptions | undefined
}

export function createFastifyServer({ auth, ...addresses }: FastifyServerOptions): FastifyInstance {
  const resource = describeResource(addresses)
  const notes = createNotes()
  const app = Fastify()

  app.register(serveMetadata(resource))
  app.register(cognitoAuth, { ...auth, protectedResource: resource })

  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: new URL(addresses.url).pathname,
    // The body is parsed by then.
    preHandler: authorize(requireScopeOfTool({ add_note: scopesOf(resource.resource).write })),
    async handler(request, reply) {
      const info = toAuthInfo(getPrincipal(request), readToken(request.headers.authorization))
      reply.hijack()
      await notes(Object.assign(request.raw as ServerRequest, { auth: info }), reply.raw, request.body)
    },
  })
  return app
}

/** A request that a server has received has both, and the types of the SDK rely on it. */
type ServerRequest = IncomingMessage & { method: string; url: string }
