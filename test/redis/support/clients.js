import { redisStore } from '@cognito-auth/revocation'
import { GlideClient } from '@valkey/valkey-glide'
import { Redis } from 'ioredis'
import { Redis as Valkey } from 'iovalkey'
import { createClient } from 'redis'

/**
 * A store on a client, and what ends the client.
 *
 * @typedef {object} Connection
 * @property {import('@cognito-auth/revocation').RevocationStore} store
 * @property {() => void} close
 */

/**
 * A client that the tests run with. It is JavaScript, because the processes of the tests use it too.
 *
 * @typedef {object} ClientKind
 * @property {string} name
 * @property {(host: string, port: number) => Connection} connect
 */

/** @type {(RESP: 2 | 3) => ClientKind} */
const nodeRedis = (RESP) => ({
  name: `node-redis RESP${RESP}`,
  connect: (host, port) => {
    const client = createClient({ socket: { host, port }, RESP })
    // What goes wrong with the connection is seen by the commands.
    client.on('error', () => undefined)
    client.connect().catch(() => undefined)
    return { store: redisStore(client), close: () => client.destroy() }
  },
})

/**
 * What ioredis and iovalkey have in common. Their own types are unknown where they are not installed.
 *
 * @typedef {import('@cognito-auth/revocation').RedisClient & { on(event: 'error', listener: () => void): unknown, disconnect(): void }} Ioredis
 */

/** @type {(name: string, create: (host: string, port: number) => Ioredis) => ClientKind} */
const ioredis = (name, create) => ({
  name,
  connect: (host, port) => {
    const client = create(host, port)
    client.on('error', () => undefined)
    return { store: redisStore(client), close: () => client.disconnect() }
  },
})

/** @type {ClientKind} */
const glide = {
  name: 'GLIDE, by a function',
  connect: (host, port) => {
    const client = GlideClient.createClient({ addresses: [{ host, port }] })
    const store = redisStore(async (args) => (await client).customCommand(args))
    return { store, close: () => void client.then((connected) => connected.close()) }
  },
}

/** @type {readonly [ClientKind, ...ClientKind[]]} */
export const clients = [
  nodeRedis(2),
  nodeRedis(3),
  ioredis('ioredis RESP2', (host, port) => new Redis({ host, port, protocol: 2 })),
  ioredis('ioredis RESP3', (host, port) => new Redis({ host, port, protocol: 3 })),
  ioredis('iovalkey', (host, port) => new Valkey({ host, port })),
  glide,
]

/** @type {(name: string) => ClientKind} */
export const clientNamed = (name) => {
  const client = clients.find((kind) => kind.name === name)
  if (client) return client
  throw new Error(`There is no client '${name}'`)
}
