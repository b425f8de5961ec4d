const { getPrincipal, optionalAuth, requireAuth, requireGroup } = require('@cognito-auth/express')
const express = require('express')
const { pinoHttp } = require('pino-http')
const { customers, revocations, staff } = require('./authenticators.cjs')

const app = express()
app.use(pinoHttp({ redact: ['req.headers.authorization'] }))
app.get('/open', optionalAuth({ authenticator: staff }), (req, res) => {
  res.send(req.cognito === undefined ? 'anonymous' : 'known')
})
app.get('/customers/me', requireAuth({ authenticator: customers }), (_req, res) => {
  res.send('ok')
})
app.use(requireAuth({ authenticator: staff }))
app.get('/me', (_req, res) => {
  res.send('ok')
})
app.delete('/users/:id', requireGroup('admin'), (_req, res) => {
  res.send('ok')
})
app.post('/sign-out', async (req, res) => {
  await revocations.endSignIn(getPrincipal(req))
  res.send('ok')
})
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ kind: 'api', port: server.address().port })}\n`)
})
