import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { startInstance, stopInstances } from './support/instances.ts'
import { lineTo, mayCreateNamespaces, startInNamespace } from './support/network.ts'
import { signIn } from './support/principals.ts'
import { startRedis, until } from './support/redis-server.ts'

afterEach(stopInstances)

/** A server at the end of a network that can lose everything. */
interface Network {
  readonly host: string
  readonly port: number
  drop(): void
  restore(): void
  remove(): Promise<void>
}

const networks = [
  {
    name: 'a process in between that forwards nothing',
    open: async (): Promise<Network> => {
      const server = await startRedis()
      const line = await lineTo(server.port)
      const remove = async (): Promise<void> => {
        await line.close()
        await server.stop()
      }
      return { ...line, host: '127.0.0.1', remove }
    },
  },
  {
    name: 'a namespace that drops packets',
    open: async (): Promise<Network> => {
      const { server, ...namespace } = await startInNamespace()
      return { ...namespace, port: server.port }
    },
  },
].slice(0, mayCreateNamespaces() ? 2 : 1)

if (networks.length === 1)
  console.log('Network namespaces are not permitted here: a process stands in for one.')

describe.each(networks)('with $name', ({ open }) => {
  let network: Network
  afterAll(() => network.remove())

  test.each(['node-redis RESP3', 'ioredis RESP2'])('%s gets over the loss', async (client) => {
    network ??= await open()
    const { host, port } = network
    const [one, two] = [
      await startInstance({ client, host, port }),
      await startInstance({ client, host, port }),
    ]
    for (const instance of [one, two]) await instance.tell('ready')

    network.drop()
    const who = signIn()
    const ending = one.tell('endSignIn', who).catch((error: unknown) => error)
    await sleep(1100)
    const first = await two.tell('time', signIn())
    expect(first).toMatchObject({ verdict: 'accepted' })
    expect(first.ms).toBeLessThan(2300)
    const during = await two.tell('requests', { principal: signIn(), count: 200, ms: 2000 })
    expect(during.verdicts).toEqual({ accepted: 200 })
    expect(during.longestMs).toBeLessThan(200)
    expect(await ending).toMatchObject({ code: 'revocations_unavailable' })
    expect(await one.tell('check', who)).toBe('refused')

    network.restore()
    await until(async () => {
      await one.tell('check', signIn())
      return (await two.tell('check', who)) === 'refused'
    })
  })
})
