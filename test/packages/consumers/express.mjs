/** An Express API in JavaScript, as an ES module. */
import { authorize, getPrincipal, requireAuth, requireGroup, requireScope } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import express from 'express'

const pool = await createTestUserPool()
const app = express()

app.get('/health', (_req, res) => {
  res.json({ status: 'ok' })
})
// A logger: without one, Express says on standard error that refusals are not logged.
const logger = { info() {}, warn() {} }
app.use(requireAuth({ ...pool.options, logger }))
app.get('/me', (req, res) => {
  const { kind, userId, groups } = getPrincipal(req)
  res.json({ kind, userId, groups })
})
app.get('/view', (req, res) => {
  res.json({ userId: req.cognito.userId })
})
app.get('/orders', requireScope('orders/read'), (_req, res) => {
  res.json([{ item: 'tea' }])
})
app.get(
  '/users/:id',
  authorize(({ userId }, req) => userId === req.params.id),
  (req, res) => {
    res.json({ id: req.params.id })
  },
)
app.delete('/users/:id', requireGroup('admin'), (req, res) => {
  res.json({ removed: req.params.id })
})

const server = app.listen(0, '127.0.0.1', () => {
  console.log(
    JSON.stringify({
      origin: `http://127.0.0.1:${server.address().port}`,
      admin: pool.bearer({ sub: 'alice', groups: ['admin'] }),
      user: pool.bearer({ sub: 'bob', groups: ['user'] }),
      machine: `Bearer ${pool.machineToken({ scopes: ['orders/read'] })}`,
      expired: pool.bearer({ expiresInSeconds: -1 }),
    }),
  )
})
process.stdin.once('end', () => server.close()).resume()
