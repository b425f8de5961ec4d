/** A test for node:test, of an app that is CommonJS. */
const assert = require('node:assert/strict')
const test = require('node:test')
const { getPrincipal } = require('@cognito-auth/fastify')
const { createTestUserPool } = require('@cognito-auth/testing')
const Fastify = require('fastify')

void test('a user is known', async () => {
  const pool = await createTestUserPool()
  const app = Fastify()
  app.register(require('@cognito-auth/fastify'), pool.options)
  app.get('/', (request) => getPrincipal(request).userId)
  const headers = { authorization: pool.bearer({ sub: 'alice' }) }
  assert.equal((await app.inject({ url: '/', headers })).body, 'alice')
  await app.close()
})
