import awsLambdaFastify from '@fastify/aws-lambda'
import { cognitoAuth, getPrincipal, requireGroup } from '@cognito-auth/fastify'
import Fastify from 'fastify'
import { authenticator, prepare, revocations } from './auth.ts'

const app = Fastify()

app.register(cognitoAuth, { authenticator })

app.get('/health', { config: { cognito: false } }, () => ({ status: 'ok' }))

app.get('/me', (request) => {
  const { userId, groups } = getPrincipal(request)
  return { userId, groups }
})

app.delete('/users/:id', { onRequest: requireGroup('admin') }, (_request, reply) => {
  reply.code(204).send()
})

app.post('/sign-out', async (request, reply) => {
  await revocations.endSignIn(getPrincipal(request))
  return reply.code(204).send()
})

/** Without `albMultiValueHeaders`, the headers of a load balancer that sends multi-value headers are lost. */
export const handler = awsLambdaFastify(app, { albMultiValueHeaders: true })

await Promise.all([prepare(), app.ready()])
