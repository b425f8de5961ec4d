import type { IncomingMessage } from 'node:http'
import { checkNames, checkValue } from './check-options.ts'
import { type Reply, startLoopbackServer } from './loopback-server.ts'
import type { ListenOptions } from './options.ts'
import type { PoolIdentity } from './pool-identity.ts'
import type { PublicKeySet } from './signing-key.ts'

/**
 * A server on 127.0.0.1 that serves the keys of a pool. It does not keep the process alive: a test that forgets to close
 * it still ends, and so does a script that has nothing else to do.
 */
export interface JwksServer {
  /** Base URL of the server, for example `http://127.0.0.1:41233`. */
  readonly url: string

  /** JWKS URL: `<url>/<userPoolId>/.well-known/jwks.json`. It always serves the current `pool.jwks`. */
  readonly jwksUri: string

  /** Issuer of the tokens. It is the issuer of the pool, not a URL of this server. */
  readonly issuer: string

  /** Options for `requireAuth`, `cognitoAuth` and `createAuthenticator` that fetch the keys from this server. */
  readonly options: { readonly userPoolId: string; readonly clientId: string; readonly jwksUri: string }

  /** Closes the server and its connections. A second call does nothing. */
  readonly close: () => Promise<void>
}

export async function startJwksServer(
  { userPoolId, clientId, issuer }: PoolIdentity,
  currentKeys: () => PublicKeySet,
  options: ListenOptions = {},
): Promise<JwksServer> {
  checkNames('listen', options, ['port'])
  const { port = 0 } = options
  checkValue(
    Number.isInteger(port) && port >= 0 && port <= 65_535,
    'port',
    port,
    'a whole number from 0 to 65535',
  )

  const answer = createKeyHandler(userPoolId, currentKeys)
  const { url, close } = await startLoopbackServer(port, false, answer)
  const jwksUri = url + jwksPath(userPoolId)
  return { url, jwksUri, issuer, options: { userPoolId, clientId, jwksUri }, close }
}

/** Path of the JWKS endpoint, as at Cognito. */
export function jwksPath(userPoolId: string): string {
  return `/${userPoolId}/.well-known/jwks.json`
}

/** Creates a handler that serves the keys, and returns `undefined` for other requests. */
export function createKeyHandler(
  userPoolId: string,
  currentKeys: () => PublicKeySet,
): (request: IncomingMessage) => Reply | undefined {
  const path = jwksPath(userPoolId)
  return ({ method, url }) =>
    url === path && (method === 'GET' || method === 'HEAD') ? { status: 200, body: currentKeys() } : undefined
}
