import { createServer, type Server } from 'node:http'
import { checkNames, checkValue } from './check-options.ts'
import type { ListenOptions } from './options.ts'
import type { PoolIdentity } from './pool-identity.ts'
import type { PublicKeySet } from './signing-key.ts'

/**
 * A server for the keys of a pool, on 127.0.0.1 only. It does not keep the process alive: a test that forgets to close
 * it still ends, and a script that has nothing else to do ends as well.
 */
export interface JwksServer {
  /** Where it listens, for example `http://127.0.0.1:41233`. */
  readonly url: string

  /** Address of the keys: `url`, the pool id and `/.well-known/jwks.json`. It serves what `pool.jwks` is just then. */
  readonly jwksUri: string

  /** The issuer in the tokens. It is that of the pool, not an address of this server: issuers are only compared. */
  readonly issuer: string

  /** Options for `requireAuth`, `cognitoAuth` and `createAuthenticator`, with keys to be fetched from here. */
  readonly options: { readonly userPoolId: string; readonly clientId: string; readonly jwksUri: string }

  /** Closes the server and each of its connections. A second call does nothing. */
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
    // Nobody may remember the keys on the way, or a rotation would not be seen.
    response.writeHead(known ? 200 : 404, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    response.end(JSON.stringify(known ? currentKeys() : { message: 'Not found' }))
  })

  const url = `http://127.0.0.1:${await listening(server, port)}`
  const jwksUri = url + path
  let closed: Promise<void> | undefined
  return {
    url,
    jwksUri,
    issuer,
    options: { userPoolId, clientId, jwksUri },
    close: () => (closed ??= closing(server)),
  }
}

function listening(server: Server, port: number): Promise<number> {
  server.unref()
  server.on('connection', (socket) => socket.unref())
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const problem = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${cause.code})`
      reject(new Error(`Port ${port} of 127.0.0.1 ${problem}`, { cause }))
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve((typeof address === 'object' && address?.port) || port)
    })
  })
}

function closing(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
