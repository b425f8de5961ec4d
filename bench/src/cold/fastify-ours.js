import awsLambdaFastify from '@fastify/aws-lambda'
import { cognitoAuth, getPrincipal } from '@cognito-auth/fastify'
import Fastify from 'fastify'
import { pool } from './pool.js'

const app = Fastify()
app.register(cognitoAuth, pool)
app.get('/', async (request) => ({ sub: getPrincipal(request).userId }))

export const handler = awsLambdaFastify(app)
