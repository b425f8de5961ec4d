import {
  authorize,
  type ExpressAuthOptions,
  getPrincipal,
  requireAuth,
  requireGroup,
  requireScope,
  requireStepUp,
} from '@cognito-auth/express'
import { createRevocations, type ManagedRevocations, memoryStore } from '@cognito-auth/revocation'
import express, { type Express } from 'express'
import { pinoHttp } from 'pino-http'

export interface ApiOptions {
  /** Default: `COGNITO_USER_POOL_ID` and `COGNITO_CLIENT_ID` from the environment. */
  auth?: ExpressAuthOptions | undefined

  /** Default: a list in the memory of this process. With several processes, use `redisStore`: see `examples/fleet`. */
  revocations?: ManagedRevocations | undefined

  /** Default: `info`. */
  logLevel?: string | undefined
}

export function createApi({
  auth,
  revocations = createRevocations({ store: memoryStore() }),
  logLevel = 'info',
}: ApiOptions = {}): Express {
  const app = express()

  // pino-http logs request headers. Anyone who reads a token in the log could use it.
  app.use(pinoHttp({ level: logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'] }))

  app.get('/health', (_req, res) => {
    res.json({ status: 'ok' })
  })

  app.use(requireAuth({ ...auth, revocations }))

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

  // Whoever finds an unlocked laptop must not take over the account.
  app.put('/email', requireStepUp({ maxAgeSeconds: 60 }), (_req, res) => {
    res.sendStatus(204)
  })

  app.post('/sign-out', async (req, res) => {
    await revocations.endSignIn(getPrincipal(req))
    res.sendStatus(204)
  })

  app.post('/sign-out/everywhere', async (req, res) => {
    const { userPoolId, claims } = getPrincipal(req)
    await revocations.endUser({ userPoolId, sub: claims.sub })
    res.sendStatus(204)
  })

  return app
}

const isSelfOrAdmin = authorize(
  ({ userId, groups }, req) => userId === req.params.id || groups.includes('admin'),
)
