/** A test for Vitest, without any configuration. */
import cognitoAuth, { getPrincipal } from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import Fastify from 'fastify'
import { expect, test } from 'vitest'

test('a user is known', async () => {
  const pool = await createTestUserPool()
  const app = Fastify()
  app.register(cognitoAuth, pool.options)
  app.get('/', (request) => getPrincipal(request).userId)
  const headers = { authorization: pool.bearer({ sub: 'alice' }) }
  expect((await app.inject({ url: '/', headers })).body).toBe('alice')
  await app.close()
})
