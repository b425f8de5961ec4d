import { cognitoAuth, type CognitoAuthOptions, getPrincipal, requireGroup } from '@cognito-auth/fastify'
import Fastify, { type FastifyInstance } from 'fastify'

export function createFastifyApi(auth?: CognitoAuthOptions): FastifyInstance {
  const app = Fastify()
  app.register(cognitoAuth, { ...auth })

  app.get('/ready', { config: { cognito: false } }, () => app.cognito.ready().then(() => 'ready'))

  app.get('/me', (request) => ({ userId: getPrincipal(request).userId }))

  app.delete('/users/:id', { onRequest: requireGroup('admin') }, (_request, reply) => {
    reply.code(204).send()
  })

  return app
}
