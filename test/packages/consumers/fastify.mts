/** A Fastify API in TypeScript, as a user writes it. Installed as an ES module, and as CommonJS under the name `.cts`. */
import { authorize, cognitoAuth, getPrincipal, requireGroup, requireScope } from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import Fastify from 'fastify'

interface UserRoute {
  Params: { id: string }
}

async function main(): Promise<void> {
  const pool = await createTestUserPool()
  const app = Fastify()

  app.register(cognitoAuth, pool.options)
  app.get('/health', { config: { cognito: false } }, () => ({ status: 'ok' }))
  app.get('/me', (request) => {
    const { kind, userId, groups } = getPrincipal(request)
    return { kind, userId, groups }
  })
  app.get('/view', (request) => ({ userId: request.cognito?.userId }))
  app.get('/orders', { onRequest: requireScope('orders/read') }, () => [{ item: 'tea' }])
  app.get<UserRoute>(
    '/users/:id',
    { onRequest: authorize<UserRoute>(({ userId }, request) => userId === request.params.id) },
    (request) => ({ id: request.params.id }),
  )
  app.delete<UserRoute>('/users/:id', { onRequest: requireGroup('admin') }, (request) => ({
    removed: request.params.id,
  }))

  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  console.log(
    JSON.stringify({
      origin,
      admin: pool.bearer({ sub: 'alice', groups: ['admin'] }),
      user: pool.bearer({ sub: 'bob', groups: ['user'] }),
      machine: `Bearer ${pool.machineToken({ scopes: ['orders/read'] })}`,
      expired: pool.bearer({ expiresInSeconds: -1 }),
    }),
  )
  process.stdin.once('end', () => void app.close()).resume()
}

void main()
