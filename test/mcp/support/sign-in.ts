import type { Person } from '@example/mcp-server'
import { expect } from 'vitest'
import type { Connection, McpClient } from '../clients/client.ts'
import { browse } from './browse.ts'
import type { Provider } from './provider.ts'

/** Connects for the first time: the client is refused, the user signs in, and the client comes back with a token. */
export async function signIn(
  client: McpClient,
  url: string,
  provider: Provider,
  person: Person,
): Promise<Connection> {
  const refused = client.open(url, provider)
  await expect(refused.connect()).rejects.toSatisfy(isUnauthorized)
  await finish(refused, provider, person)
  const connection = client.open(url, provider)
  await connection.connect()
  return connection
}

/** Signs the user in where the client has sent the browser last. */
export async function finish(connection: Connection, provider: Provider, person: Person): Promise<void> {
  const url = provider.authorizationUrls.at(-1)
  if (!url) throw new Error('The client has not sent the browser anywhere')
  const callback = await browse(url, person)
  if (!provider.isOwn(callback)) throw new Error(`This is not the state of the client: ${callback.href}`)
  await connection.finishAuth(callback)
  await connection.close()
}

/** Both SDKs throw an error of this name after they have sent the browser to the managed login. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === 'UnauthorizedError'
}
