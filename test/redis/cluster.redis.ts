import { createRevocations, redisStore, type RevocationStore } from '@cognito-auth/revocation'
import { Cluster } from 'ioredis'
import { createCluster } from 'redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signIn } from './support/principals.ts'
import { type RedisServer, startRedis, until } from './support/redis-server.ts'

let servers: readonly RedisServer[] = []
beforeAll(async () => {
  servers = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      startRedis({ 'cluster-enabled': 'yes', 'cluster-config-file': `nodes-${name}.conf` }),
    ),
  )
  const [first] = servers
  for (const [index, { port, command }] of servers.entries()) {
    const [from, to] = [Math.ceil((index * 16_384) / 3), Math.ceil(((index + 1) * 16_384) / 3) - 1]
    await command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to))
    await first?.command('CLUSTER', 'MEET', '127.0.0.1', String(port))
  }
  for (const { command } of servers) {
    await until(async () => (await command('CLUSTER', 'INFO')).includes('cluster_state:ok'))
  }
})
afterAll(async () => {
  for (const { stop } of servers) await stop()
})

const nodes = () => servers.map(({ port }) => ({ host: '127.0.0.1', port }))

const kinds = [
  {
    name: 'ioredis Cluster, as it is',
    open: async () => {
      const cluster = new Cluster(nodes())
      return { store: redisStore(cluster), close: () => cluster.disconnect() }
    },
  },
  {
    name: 'cluster of node-redis, by a function',
    open: async () => {
      const cluster = await createCluster({ rootNodes: nodes().map((socket) => ({ socket })) }).connect()
      const store = redisStore((args) => cluster.sendCommand(args[1], false, args))
      return { store, close: () => cluster.destroy() }
    },
  },
] as const satisfies readonly {
  name: string
  open: () => Promise<{ store: RevocationStore; close: () => void }>
}[]

describe.each(kinds)('a $name', ({ name, open }) => {
  test('carries a revocation from one instance to another', async () => {
    const [one, two] = [await open(), await open()]
    const [writer, reader] = [one, two].map(({ store }) => createRevocations({ store, maxAgeSeconds: 0.1 }))
    const who = signIn(name)
    await reader?.ready()
    await writer?.endSignIn(who)
    await expect.poll(() => reader?.check(who)).toEqual({ revoked: true })
    one.close()
    two.close()
  })
})

test('a cluster of node-redis is recognised, and the error shows the function', async () => {
  const cluster = createCluster({ rootNodes: nodes().map((socket) => ({ socket })) })
  expect(() => redisStore(cluster as never)).toThrow('cluster.sendCommand(args[1], false, args)')
})
