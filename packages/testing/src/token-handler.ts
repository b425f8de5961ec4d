import type { IncomingMessage } from 'node:http'
import type { Reply } from './loopback-server.ts'
import type { TokenOptions } from './options.ts'
import type { TestUserPool } from './user-pool.ts'

/** The users of a pool, and their groups. */
export type Users = ReadonlyMap<string, readonly string[]>

/** Creates a handler for `/token`. It returns `undefined` for other requests. */
export function createTokenHandler(
  pool: TestUserPool,
  users: Users,
): (request: IncomingMessage) => Reply | undefined {
  return ({ method, url = '', headers: { host = '', origin } }) => {
    const [path, query] = url.split('?')
    if (path !== '/token' || (method !== 'GET' && method !== 'POST')) return undefined
    // A page on the internet can point its own name at 127.0.0.1 (DNS rebinding). Its requests carry that name.
    if (!isLoopback(`http://${host}`)) return { status: 403, body: { message: 'The host must be 127.0.0.1' } }

    const headers = { Vary: 'Origin', ...(isLoopback(origin) && { 'Access-Control-Allow-Origin': origin }) }
    try {
      return { status: 200, headers, body: createToken(pool, users, new URLSearchParams(query)) }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      return { status: 400, headers, body: { message: error.message } }
    }
  }
}

const parameters = ['username', 'groups', 'scopes', 'kind', 'sub', 'clientId', 'expiresInSeconds']

/** @throws TypeError */
function createToken(pool: TestUserPool, users: Users, query: URLSearchParams): string {
  const unknown = [...query.keys()].find((name) => !parameters.includes(name))
  if (unknown !== undefined) {
    throw new TypeError(`There is no parameter ${unknown}. The parameters are ${parameters.join(', ')}.`)
  }
  const read = (name: string): string | undefined => query.get(name) ?? undefined
  const username = read('username') ?? 'alice'
  const options: TokenOptions = {
    username,
    groups: readList(query, 'groups', /,/) ?? users.get(username),
    scopes: readList(query, 'scopes', /[\s,]+/),
    sub: read('sub'),
    clientId: read('clientId'),
    expiresInSeconds: readNumber(read('expiresInSeconds')),
  }
  switch (read('kind') ?? 'access') {
    case 'access':
      return pool.accessToken(options)
    case 'id':
      return pool.idToken(options)
    case 'machine':
      return pool.machineToken(options)
    default:
      throw new TypeError('kind must be access, id or machine.')
  }
}

/** Reads a parameter that may be repeated. If it is there and empty, the list is empty. */
function readList(query: URLSearchParams, name: string, separator: RegExp): readonly string[] | undefined {
  if (!query.has(name)) return undefined
  return query
    .getAll(name)
    .flatMap((text) => text.split(separator))
    .filter((text) => text !== '')
}

/** An empty text is not 0. */
function readNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : text.trim() === '' ? Number.NaN : Number(text)
}

function isLoopback(origin: string | undefined): origin is string {
  return (
    origin !== undefined &&
    URL.canParse(origin) &&
    ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(origin).hostname)
  )
}
