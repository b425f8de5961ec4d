/** An app that imports the adapter and requires it, too. Prints the answers to an admin and to a user, and names of errors. */
import { once } from 'node:events'
import { ConfigurationError, createAuthenticator, requireAuth } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import express from 'express'
import { adminsOnly } from './mixed-guard.cjs'

async function main() {
  const pool = await createTestUserPool()
  const app = express()
  // A logger: without one, Express says on standard error that refusals are not logged.
  const logger = { info() {}, warn() {} }
  app.use(requireAuth({ ...pool.options, logger }))
  app.get('/', adminsOnly, (_req, res) => {
    res.json({})
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const ask = async (group) => {
    const headers = { authorization: pool.bearer({ groups: [group] }), connection: 'close' }
    const { status } = await fetch(`http://127.0.0.1:${server.address().port}`, { headers })
    return status
  }

  const statuses = [await ask('admin'), await ask('user')]
  server.close()
  const invalid = await createAuthenticator(pool.options)
    .verify('not.a.token')
    .catch((error) => error)
  const names = [invalid.name, new ConfigurationError('realm', 'wrong').name]
  console.log(JSON.stringify({ statuses, names }))
}

void main()
