import {
  authorize,
  type ExpressAuthOptions,
  getPrincipal,
  requireAuth,
  requireGroup,
  requireScope,
} from '@cognito-auth/express'
import express, { type Express } from 'express'
import { pinoHttp } from 'pino-http'

export interface ApiOptions {
  /** Default: `COGNITO_USER_POOL_ID` and `COGNITO_CLIENT_ID` from the environment. */
  auth?: ExpressAuthOptions | undefined

  /** Default: `info`. */
  logLevel?: string | undefined
}

export function createApi({ auth, logLevel = 'info' }: ApiOptions = {}): Express {
  const app = express()

  // pino-http logs request headers. Anyone who reads a token in the log could use it.
  app.use(pinoHttp({ level: logLevel, redact: ['req.headers.authorization'] }))

  app.get('/health', (_req, res) => {
    res.json({ status: 'ok' })
  })

  app.use(requireAuth(auth))

  app.get('/me', (req, res) => {
    const { kind, userId, groups } = getPrincipal(req)
    res.json({ kind, userId, groups })
  })

  app.get('/orders', requireScope('orders/read'), (_req, res) => {
    res.json([{ id: 1, item: 'tea' }])
  })

  app.get('/users/:id', isSelfOrAdmin, (req, res) => {
    res.json({ id: req.params.id })
  })

  app.delete('/users/:id', requireGroup('admin'), (_req, res) => {
    res.sendStatus(204)
  })

  return app
}

const isSelfOrAdmin = authorize(
  ({ userId, groups }, req) => userId === req.params.id || groups.includes('admin'),
)
