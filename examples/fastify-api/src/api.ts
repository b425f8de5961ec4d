import cognitoAuth, {
  authorize,
  type FastifyAuthOptions,
  getPrincipal,
  requireGroup,
  requireScope,
} from '@cognito-auth/fastify'
import Fastify, { type FastifyInstance } from 'fastify'

export interface ApiOptions {
  /** Default: `COGNITO_USER_POOL_ID` and `COGNITO_CLIENT_ID` from the environment. */
  auth?: FastifyAuthOptions | undefined

  /** Default: `info`. */
  logLevel?: string | undefined
}

export function createApi({ auth = {}, logLevel = 'info' }: ApiOptions = {}): FastifyInstance {
  const app = Fastify({ logger: { level: logLevel } })

  app.register(cognitoAuth, auth)

  app.get('/health', { config: { cognito: false } }, () => ({ status: 'ok' }))

  app.get('/me', (request) => {
    const { kind, userId, groups } = getPrincipal(request)
    return { kind, userId, groups }
  })

  app.get('/orders', { onRequest: requireScope('orders/read') }, () => [{ id: 1, item: 'tea' }])

  app.get<UserRoute>('/users/:id', { onRequest: isSelfOrAdmin }, (request) => ({ id: request.params.id }))

  app.delete<UserRoute>('/users/:id', { onRequest: requireGroup('admin') }, (_request, reply) => {
    reply.code(204).send()
  })

  return app
}

interface UserRoute {
  Params: { id: string }
}

const isSelfOrAdmin = authorize<UserRoute>(
  ({ userId, groups }, request) => userId === request.params.id || groups.includes('admin'),
)
