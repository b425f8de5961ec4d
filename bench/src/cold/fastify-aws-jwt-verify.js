import awsLambdaFastify from '@fastify/aws-lambda'
import Fastify from 'fastify'
import { verify } from './by-hand.js'

const app = Fastify()
// oxlint-disable-next-line typescript/consistent-return -- a hook that returns the reply has answered
app.addHook('onRequest', async (/** @type {any} */ request, reply) => {
  try {
    request.user = await verify(request.headers.authorization)
  } catch {
    return reply.code(401).send({ message: 'Unauthorized' })
  }
})
app.get('/', async (/** @type {any} */ request) => ({ sub: request.user.sub }))

export const handler = awsLambdaFastify(app)
