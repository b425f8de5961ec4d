import awsLambdaFastify from '@fastify/aws-lambda'
import Fastify from 'fastify'

const app = Fastify()
app.get('/', async () => ({ sub: '8c0a5d6e-0000-8000-a000-000000000000' }))

export const handler = awsLambdaFastify(app)
