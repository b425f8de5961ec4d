import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clients } from './support/clients.js'
import { type Instance, startInstance, stopInstances } from './support/instances.ts'
import { signIn } from './support/principals.ts'
import { type RedisServer, startRedis } from './support/redis-server.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server.stop())
beforeEach(() => server.command('FLUSHALL'))
afterEach(stopInstances)

async function start(count: number): Promise<readonly [Instance, ...Instance[]]> {
  const instances = Array.from({ length: count }, (_, index) =>
    startInstance({ port: server.port, client: clients[index % clients.length]?.name ?? '' }),
  )
  const [first, ...others] = await Promise.all(instances)
  if (!first) throw new Error('There is at least one')
  await Promise.all([first, ...others].map((instance) => instance.tell('ready')))
  return [first, ...others]
}

describe('a sign-in that one process ends', () => {
  test('is refused there at once, and by all others within maxAgeSeconds, 100 times of 100', async () => {
    const [writer, ...readers] = await start(5)
    const delays: number[] = []
    for (let round = 0; round < 100; round += 1) {
      const who = signIn()
      const refused = readers.map((reader) => reader.tell('untilRefused', who))
      // Anywhere between two reads of the others.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 500))
      await writer.tell('endSignIn', who)
      const storedAt = Date.now()
      expect(await writer.tell('check', who)).toBe('refused')
      for (const time of await Promise.all(refused)) delays.push(time - storedAt)
    }
    delays.sort((a, b) => a - b)
    const [median = NaN, longest = NaN] = [delays[Math.floor(delays.length / 2)], delays.at(-1)]
    console.log(`refused elsewhere after ${median} ms (median), ${longest} ms (longest) of ${delays.length}`)
    // 20 ms for the messages between the processes.
    expect(longest).toBeLessThanOrEqual(1020)
    expect(median).toBeLessThanOrEqual(600)
  }, 180_000)

  test('ends a connection that another process watches', async () => {
    const [writer, reader] = await start(2)
    const who = signIn()
    const revokedAt = reader?.tell('watch', who)
    await writer.tell('endSignIn', who)
    const storedAt = Date.now()
    expect((await revokedAt) ?? NaN).toBeLessThanOrEqual(storedAt + 1050)
  })
})

describe('reads', () => {
  test('are two a second on a busy process, and none on one that is idle', async () => {
    const [busy, idle] = await start(2)
    const readsBefore = await idle?.tell('reads')
    const { verdicts, longestMs, reads } = await busy.tell('requests', {
      principal: signIn(),
      count: 10_000,
      ms: 10_000,
    })
    console.log(`10,000 requests in 10 s: ${reads} reads, the longest wait ${longestMs.toFixed(1)} ms`)
    expect(verdicts).toEqual({ accepted: 10_000 })
    expect(reads).toBeGreaterThanOrEqual(18)
    expect(reads).toBeLessThanOrEqual(21)
    expect(await idle?.tell('reads')).toBe(readsBefore)
  })
})

describe('clocks that differ', () => {
  test.each([
    ['ahead', 30_000],
    ['behind', -30_000],
    ['an hour ahead', 3_600_000],
    ['an hour behind', -3_600_000],
  ])('of a process that is %s do not change what is refused', async (_how, clockOffsetMs) => {
    const [reader] = await start(1)
    const writer = await startInstance({ port: server.port, clockOffsetMs })
    const who = signIn()
    await writer.tell('endSignIn', who)
    const storedAt = Date.now()
    expect((await reader.tell('untilRefused', who)) - storedAt).toBeLessThanOrEqual(1020)
    expect(await writer.tell('check', who)).toBe('refused')
  })
})

describe('the formats of two versions', () => {
  test('live together: what one does not understand it leaves out, with one warning', async () => {
    const [one] = await start(1)
    await server.command('XADD', 'cognito-auth:revocations', '*', 'v', '2', 'k', 'sign-in', 'x', 'y')
    await server.command(
      'XADD',
      'cognito-auth:revocations',
      '*',
      'v',
      '1',
      'k',
      'group',
      'p',
      'a_b',
      'i',
      'x',
      'b',
      '0',
      'u',
      '1',
    )
    const who = signIn()
    const [two] = await start(1)
    await two.tell('endSignIn', who)
    for (const instance of [one, two]) {
      await instance.tell('untilRefused', who)
      await instance.tell('check', signIn())
    }
    expect(await one.tell('lines')).toEqual(['warn: revocations of an unknown format are left out'])
    expect(await two.tell('check', signIn())).toBe('accepted')
    expect(await server.command('XLEN', 'cognito-auth:revocations')).toBe(':3')
  })
})
