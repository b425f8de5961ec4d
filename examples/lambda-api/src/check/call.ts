/** Calls the bundled Express API with two events of an HTTP API, for a user of a test pool. */
import { deepEqual } from 'node:assert/strict'
import { createTestUserPool } from '@cognito-auth/testing'

const pool = await createTestUserPool()
const server = await pool.listen()
Object.assign(process.env, {
  COGNITO_USER_POOL_ID: pool.userPoolId,
  COGNITO_CLIENT_ID: pool.clientId,
  COGNITO_JWKS_URI: server.jwksUri,
})

type Handler = (event: object, context: object) => Promise<{ statusCode: number; body: string }>

// The bundle reads the environment when it is loaded, so import it after that.
const file = new URL('../bundles/express.mjs', import.meta.url)
const { handler } = (await import(file.href)) as { handler: Handler }

async function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { statusCode, body } = await handler(
    {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers,
      requestContext: { stage: '$default', http: { method: 'GET', path } },
      isBase64Encoded: false,
    },
    {},
  )
  return { statusCode, ...JSON.parse(body) }
}

const authorization = pool.bearer({ sub: 'alice', groups: ['admin'] })
deepEqual(await get('/me', { authorization }), { statusCode: 200, userId: 'alice', groups: ['admin'] })
deepEqual(await get('/me'), {
  statusCode: 401,
  code: 'credentials_missing',
  error: 'Unauthorized',
  message: 'A bearer token is required',
})
await server.close()
