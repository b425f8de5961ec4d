import cognitoAuth, {
  authorize,
  type FastifyAuthOptions,
  getPrincipal,
  requireGroup,
  requireScope,
  requireStepUp,
} from '@cognito-auth/fastify'
import { createRevocations, type ManagedRevocations, memoryStore } from '@cognito-auth/revocation'
import Fastify, { type FastifyInstance } from 'fastify'
import { addDocumentation } from './documentation.ts'

export interface ApiOptions {
  /** Default: `COGNITO_USER_POOL_ID` and `COGNITO_CLIENT_ID` from the environment. */
  auth?: FastifyAuthOptions | undefined

  /** Default: a list in the memory of this process. With several processes, use `redisStore`: see `examples/fleet`. */
  revocations?: ManagedRevocations | undefined

  /** Default: `info`. */
  logLevel?: string | undefined
}

export async function createApi({
  auth,
  revocations = createRevocations({ store: memoryStore() }),
  logLevel = 'info',
}: ApiOptions = {}): Promise<FastifyInstance> {
  const app = Fastify({ logger: { level: logLevel } })

  await addDocumentation(app)
  await app.register(cognitoAuth, { ...auth, revocations, openapi: true })

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

  // Whoever finds an unlocked laptop must not take over the account.
  app.put('/email', { onRequest: requireStepUp({ maxAgeSeconds: 60 }) }, (_request, reply) => {
    reply.code(204).send()
  })

  app.post('/sign-out', async (request, reply) => {
    await revocations.endSignIn(getPrincipal(request))
    return reply.code(204).send()
  })

  app.post('/sign-out/everywhere', async (request, reply) => {
    const { userPoolId, claims } = getPrincipal(request)
    await revocations.endUser({ userPoolId, sub: claims.sub })
    return reply.code(204).send()
  })

  return app
}

interface UserRoute {
  Params: { id: string }
}

const isSelfOrAdmin = authorize<UserRoute>(
  ({ userId, groups }, request) => userId === request.params.id || groups.includes('admin'),
)
