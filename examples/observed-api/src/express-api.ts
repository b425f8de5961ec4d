import {
  createAuthenticator,
  type CognitoAuthOptions,
  getPrincipal,
  requireAuth,
  requireGroup,
} from '@cognito-auth/express'
import express, { type Express } from 'express'

export function createExpressApi(auth?: CognitoAuthOptions): Express {
  const app = express()
  const authenticator = createAuthenticator(auth)

  app.get('/ready', (_req, res) => {
    void authenticator.ready().then(
      () => res.send('ready'),
      () => res.sendStatus(503),
    )
  })

  app.use(requireAuth({ authenticator }))

  app.get('/me', (req, res) => {
    res.json({ userId: getPrincipal(req).userId })
  })

  app.delete('/users/:id', requireGroup('admin'), (_req, res) => {
    res.sendStatus(204)
  })

  return app
}
