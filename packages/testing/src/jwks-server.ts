import { createServer, type Server } from 'node:http'
import { checkNames, checkValue } from './check-options.ts'
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

  const path = `/${userPoolId}/.well-known/jwks.json`
  const server = createServer((request, response) => {
    const known = request.url === path && (request.method === 'GET' || request.method === 'HEAD')
    // Without no-store, a cache could hide a key rotation.
    response.writeHead(known ? 200 : 404, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    response.end(JSON.stringify(known ? currentKeys() : { message: 'Not found' }))
  })

  const url = `http://127.0.0.1:${await startListening(server, port)}`
  const jwksUri = url + path
  let closed: Promise<void> | undefined
  return {
    url,
    jwksUri,
    issuer,
    options: { userPoolId, clientId, jwksUri },
    close: () => (closed ??= closeServer(server)),
  }
}

function startListening(server: Server, port: number): Promise<number> {
  server.unref()
  server.on('connection', (socket) => socket.unref())
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const problem = cause.code === 'EADDRINUSE' ? 'is already in use' : `cannot be used (${cause.code})`
      reject(new Error(`Port ${port} on 127.0.0.1 ${problem}`, { cause }))
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve((typeof address === 'object' && address?.port) || port)
    })
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
