import { createKeyHandler, jwksPath } from './jwks-server.ts'
import { startLoopbackServer } from './loopback-server.ts'
import type { TestUserPoolOptions } from './options.ts'
import { createTokenHandler, type Users } from './token-handler.ts'
import { createTestUserPool, type TestUserPool } from './user-pool.ts'

/** Options of `serve`. */
export interface ServeOptions {
  /** Port on 127.0.0.1. 0 selects a free port. */
  readonly port: number
  readonly pool: TestUserPoolOptions
  readonly users: Users
}

/** A user pool that is being served. */
export interface ServedPool {
  /** What to do with it, for the terminal. */
  readonly report: string
  readonly close: () => Promise<void>
}

/** Starts a user pool with an endpoint for its keys and one for tokens. It keeps the process alive. */
export async function serve({ port, pool: poolOptions, users }: ServeOptions): Promise<ServedPool> {
  const pool = await createTestUserPool(poolOptions)
  const findKeys = createKeyHandler(pool.userPoolId, () => pool.jwks)
  const findToken = createTokenHandler(pool, users)
  const { url, close } = await startLoopbackServer(
    port,
    true,
    (request) => findKeys(request) ?? findToken(request),
  )
  return { report: describePool(pool, users, url), close }
}

function describePool({ userPoolId, clientId, issuer }: TestUserPool, users: Users, url: string): string {
  // URLSearchParams escapes quotes, too, which would end the text in a shell.
  const quoteTokenUrl = (username: string): string =>
    `'${url}/token?${new URLSearchParams({ username }).toString()}'`
  const [firstUser = 'alice'] = users.keys()
  const tokenRequests = [...users].map(
    ([name, groups]) => `curl ${quoteTokenUrl(name)}  # ${name}, ${describeGroups(groups)}`,
  )
  return `A user pool for local development, on ${url}. Stop it with Ctrl-C.
Not for production: everyone who can connect to it gets a token for any user.

Variables for your API, in its terminal or its .env file:

export COGNITO_USER_POOL_ID=${userPoolId}
export COGNITO_CLIENT_ID=${clientId}
export COGNITO_ISSUER=${issuer}
export COGNITO_JWKS_URI=${url}${jwksPath(userPoolId)}

Access tokens:

${tokenRequests.join('\n')}

A request with a token:

curl -H "Authorization: Bearer $(curl -s ${quoteTokenUrl(firstUser)})" http://127.0.0.1:3000/

Groups, scopes, ID tokens, tokens for machines: serve --help
`
}

function describeGroups(groups: readonly string[]): string {
  return groups.length === 0 ? 'in no group' : `in ${groups.join(', ')}`
}
