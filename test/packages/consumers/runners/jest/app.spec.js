/** A test for Jest without any configuration, of an app that is CommonJS. */
const { createTestUserPool } = require('@cognito-auth/testing')
const { getPrincipal, requireAuth } = require('@cognito-auth/express')
const express = require('express')

test('a user is known', async () => {
  const pool = await createTestUserPool()
  const app = express()
  app.use(requireAuth(pool.options), (req, res) => {
    res.json(getPrincipal(req).userId)
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const headers = { authorization: pool.bearer({ sub: 'alice' }), connection: 'close' }
  const answer = await fetch(`http://127.0.0.1:${server.address().port}`, { headers })
  server.close()
  expect(await answer.json()).toBe('alice')
})
