const { cognitoAuth, getPrincipal, requireGroup } = require('@cognito-auth/fastify')
const { fastify } = require('fastify')
const { customers, revocations, staff } = require('./authenticators.cjs')

async function start() {
  const app = fastify({ logger: true })
  app.register(async (scope) => {
    await scope.register(cognitoAuth, { authenticator: customers })
    scope.get('/customers/me', async () => 'ok')
  })
  app.register(async (scope) => {
    await scope.register(cognitoAuth, { authenticator: staff })
    scope.get('/open', { config: { cognito: 'optional' } }, async (request) =>
      request.cognito === null ? 'anonymous' : 'known',
    )
    scope.get('/me', async () => 'ok')
    scope.delete('/users/:id', { onRequest: requireGroup('admin') }, async () => 'ok')
    scope.post('/sign-out', async (request) => {
      await revocations.endSignIn(getPrincipal(request))
      return 'ok'
    })
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  process.stdout.write(`${JSON.stringify({ kind: 'api', port: app.server.address().port })}\n`)
}

void start()
