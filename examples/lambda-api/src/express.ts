import { getPrincipal, requireAuth, requireGroup } from '@cognito-auth/express'
import type { Context } from 'aws-lambda'
import express from 'express'
import serverless from 'serverless-http'
import { authenticator, prepare, revocations } from './auth.ts'

const app = express()

app.get('/health', (_req, res) => {
  res.json({ status: 'ok' })
})

app.use(requireAuth({ authenticator }))

app.get('/me', (req, res) => {
  const { userId, groups } = getPrincipal(req)
  res.json({ userId, groups })
})

app.delete('/users/:id', requireGroup('admin'), (_req, res) => {
  res.sendStatus(204)
})

app.post('/sign-out', async (req, res) => {
  await revocations.endSignIn(getPrincipal(req))
  res.sendStatus(204)
})

const handle = serverless(app)

/** A REST API has one value of each header in `headers`, and all of them in `multiValueHeaders`: read only these. */
export function handler(event: { multiValueHeaders?: object | null }, context: Context): Promise<object> {
  return handle(event.multiValueHeaders ? { ...event, headers: {} } : event, context)
}

await prepare()
