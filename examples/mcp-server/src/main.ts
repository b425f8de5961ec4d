/** Starts the MCP server: on the user pool of the environment, or else on a test pool with a managed login of its own. */
import { createTestUserPool } from '@cognito-auth/testing'
import { listen } from './listen.ts'
import { startManagedLogin } from './managed-login/start.ts'
import { scopesOf } from './resource.ts'

const { PORT = '3000', FRAMEWORK = 'express', CALLBACK_URL, COGNITO_DOMAIN } = process.env
if (FRAMEWORK !== 'express' && FRAMEWORK !== 'fastify') {
  throw new Error(`FRAMEWORK is '${FRAMEWORK}'. It must be express or fastify.`)
}
const url = `http://localhost:${PORT}/mcp`

if (COGNITO_DOMAIN === undefined) {
  const pool = await createTestUserPool()
  const person = { username: 'alice', password: 'alice-pass-1' }
  const { read, write } = scopesOf(url)
  const callbackUrls = CALLBACK_URL?.split(',') ?? defaultCallbackUrls()
  const login = await startManagedLogin({
    pool,
    clients: [{ clientId: pool.clientId, callbackUrls, scopes: [read, write] }],
    people: [person],
    resourceServers: [url],
  })
  const stop = await listen(FRAMEWORK, { url, domain: login.url, auth: pool.options })
  console.log(`Managed login: ${login.url}, user ${person.username}, password ${person.password}`)
  console.log(`Client ID: ${pool.clientId}, redirect URIs: ${callbackUrls.join(', ')}`)
  stopOnSignal(stop, () => login.close())
} else {
  stopOnSignal(await listen(FRAMEWORK, { url, domain: COGNITO_DOMAIN }))
}
console.log(`MCP server: ${url}`)

/** For clients that listen on a port of their choice, and for the MCP Inspector in a browser. */
function defaultCallbackUrls(): readonly string[] {
  return ['http://localhost:8976/callback', 'http://localhost:6274/oauth/callback']
}

function stopOnSignal(...stops: readonly (() => Promise<void>)[]): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void Promise.all(stops.map((stop) => stop())))
  }
}
