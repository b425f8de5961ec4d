import {
  authorize,
  type ExpressAuthOptions,
  getPrincipal,
  requireAuth,
  serveMetadata,
  toAuthInfo,
} from '@cognito-auth/express'
import express, { type Express } from 'express'
import { createNotes } from './notes.ts'
import { readToken } from './read-token.ts'
import { type Addresses, describeResource, scopesOf } from './resource.ts'
import { requireScopeOfTool } from './tool-scopes.ts'

export interface ExpressServerOptions extends Addresses {
  /** Default: `COGNITO_USER_POOL_ID` and `COGNITO_CLIENT_ID` from the environment. */
  readonly auth?: ExpressAuthOptions | undefined
}

export function createExpressServer({ auth, ...addresses }: ExpressServerOptions): Express {
  const resource = describeResource(addresses)
  const notes = createNotes()
  const app = express()

  app.use(serveMetadata(resource))

  app.all(
    new URL(addresses.url).pathname,
    requireAuth({ ...auth, protectedResource: resource }),
    // Of any type: the check below and the MCP server must see the same body.
    express.json({ type: () => true }),
    authorize(requireScopeOfTool({ add_note: scopesOf(resource.resource).write })),
    (req, res) => {
      const info = toAuthInfo(getPrincipal(req), readToken(req.headers.authorization))
      return notes(Object.assign(req, { auth: info }), res, req.body)
    },
  )
  return app
}
