import type { Principal } from '@cognito-auth/core'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Instance, type InstanceOptions, startInstance, stopInstances } from './support/instances.ts'
import { type Line, lineTo } from './support/network.ts'
import { signIn } from './support/principals.ts'
import { type RedisServer, startRedis, until } from './support/redis-server.ts'

const notStored = { code: 'revocations_unavailable' }

describe.each(['node-redis RESP3', 'ioredis RESP2', 'iovalkey'])('%s', (client) => {
  let server: RedisServer
  let one: Instance
  let two: Instance
  beforeEach(async () => {
    server = await startRedis()
    one = await start()
    two = await start()
    for (const instance of [one, two]) await instance.tell('ready')
  })
  afterEach(async () => {
    await stopInstances()
    await server.stop()
  })

  const start = (more: Partial<InstanceOptions> = {}): Promise<Instance> =>
    startInstance({ client, port: server.port, ...more })

  /** A sign-in that is ended by one instance and known to the other. */
  async function endedSignIn(): Promise<Principal> {
    const who = signIn()
    await one.tell('endSignIn', who)
    await two.tell('untilRefused', who)
    return who
  }

  /** Waits, with requests on both instances, until a new instance refuses as well. */
  async function becomesRefused(who: Principal): Promise<void> {
    const third = await start()
    await until(async () => {
      for (const instance of [one, two]) await instance.tell('check', signIn())
      return (await third.tell('check', who)) === 'refused'
    })
    await third.stop()
  }

  test('a server that is killed and comes back with its data', async () => {
    const who = await endedSignIn()
    await server.kill()
    expect(await one.tell('check', who)).toBe('refused')
    const during = await one.tell('requests', { principal: signIn(), count: 300, ms: 3000 })
    expect(during.verdicts).toEqual({ accepted: 300 })
    const late = signIn()
    await expect(one.tell('endSignIn', late)).rejects.toMatchObject(notStored)
    expect(await one.tell('check', late)).toBe('refused')
    await server.restart('saved')
    await becomesRefused(who)
    await becomesRefused(late)
    expect(await one.tell('lines')).toEqual([
      'warn: revocations cannot be read',
      'info: revocations are read again',
    ])
  })

  test('a server that is killed and comes back without data', async () => {
    const who = await endedSignIn()
    await server.kill()
    await server.restart('none')
    expect(await server.command('XLEN', 'cognito-auth:revocations')).toBe(':0')
    await becomesRefused(who)
  })

  test('FLUSHALL', async () => {
    const who = await endedSignIn()
    expect(await server.command('FLUSHALL')).toBe('+OK')
    await becomesRefused(who)
  })

  test('a client that is killed', async () => {
    const who = await endedSignIn()
    await server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    const after = await two.tell('requests', { principal: signIn(), count: 300, ms: 3000 })
    expect(after.verdicts).toEqual({ accepted: 300 })
    expect(await two.tell('check', who)).toBe('refused')
    const next = signIn()
    await until(async () => one.tell('endSignIn', next).then(() => true))
    await two.tell('untilRefused', next)
  })

  test('a server that hangs: the first requests wait two seconds, and no others', async () => {
    const who = await endedSignIn()
    server.freeze()
    const late = signIn()
    const ending = one.tell('endSignIn', late).catch((error: unknown) => error)
    await sleep(1100)
    expect((await two.tell('time', who)).ms).toBeLessThan(50)
    const first = await two.tell('time', signIn())
    expect(first.verdict).toBe('accepted')
    expect(first.ms).toBeGreaterThan(1900)
    expect(first.ms).toBeLessThan(2300)
    const others = await two.tell('requests', { principal: signIn(), count: 500, ms: 5000 })
    expect(others.verdicts).toEqual({ accepted: 500 })
    expect(others.longestMs).toBeLessThan(200)
    expect(others.reads).toBe(0)
    expect(await ending).toMatchObject(notStored)
    server.thaw()
    await two.tell('untilRefused', late)
    await becomesRefused(late)
  })

  test('a server whose memory is full: nothing is stored, the list goes on, and is stored later', async () => {
    const known = await endedSignIn()
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    await server.command('CONFIG', 'SET', 'maxmemory', '1')
    const who = signIn()
    await expect(one.tell('endSignIn', who)).rejects.toMatchObject(notStored)
    expect(await one.tell('check', who)).toBe('refused')
    const during = await one.tell('requests', { principal: signIn(), count: 300, ms: 3000 })
    expect(during.verdicts).toEqual({ accepted: 300 })
    expect(await two.tell('check', known)).toBe('refused')
    expect(await one.tell('lines')).toEqual(['warn: revocations cannot be stored again'])
    await server.command('CONFIG', 'SET', 'maxmemory', '0')
    await becomesRefused(who)
    expect(await one.tell('lines')).toEqual([
      'warn: revocations cannot be stored again',
      'info: revocations are stored again',
    ])
  })

  test('an instance that is started while the store is down', async () => {
    const who = await endedSignIn()
    await server.kill()
    const third = await start({ options: { maxStaleSeconds: Infinity } })
    const started = Date.now()
    await expect(third.tell('ready')).rejects.toMatchObject(notStored)
    expect(Date.now() - started).toBeLessThan(2500)
    expect(await third.tell('check', signIn())).toBe('unavailable')
    await server.restart('saved')
    await until(async () => (await third.tell('check', signIn())) === 'accepted')
    expect(await third.tell('check', who)).toBe('refused')
  })

  test('a store that is down for longer than maxStaleSeconds', async () => {
    const third = await start({ options: { maxStaleSeconds: 2 } })
    await third.tell('ready')
    await server.kill()
    await sleep(2100)
    await until(async () => (await third.tell('check', signIn())) === 'unavailable')
    expect(await two.tell('check', signIn())).toBe('accepted')
    await server.restart('saved')
    await until(async () => (await third.tell('check', signIn())) === 'accepted')
  })
})

describe.each(['node-redis RESP3', 'ioredis RESP2', 'iovalkey'])('%s, after a failover', (client) => {
  let primary: RedisServer
  let replica: RedisServer
  let line: Line
  let instances: readonly [Instance, Instance]
  beforeEach(async () => {
    primary = await startRedis()
    replica = await startRedis({ replicaof: `127.0.0.1 ${primary.port}` })
    line = await lineTo(primary.port)
    const start = () => startInstance({ client, port: line.port })
    instances = [await start(), await start()]
    for (const instance of instances) await instance.tell('ready')
    await until(async () => (await replica.command('INFO', 'replication')).includes('master_link_status:up'))
  })
  afterEach(async () => {
    await stopInstances()
    await line.close()
    await primary.stop()
    await replica.stop()
  })

  test.each([
    ['has been read', true],
    ['has not been read', false],
  ])('an entry that the new primary lacks, and that %s, is stored again', async (_what, isRead) => {
    const [one, two] = instances
    const old = signIn()
    await one.tell('endSignIn', old)
    await two.tell('untilRefused', old)
    await until(async () => (await replica.command('XLEN', 'cognito-auth:revocations')) === ':1')
    await replica.command('REPLICAOF', 'NO', 'ONE')

    const last = signIn()
    await one.tell('endSignIn', last)
    if (isRead) await two.tell('untilRefused', last)
    line.switchTo(replica.port)
    await primary.kill()
    expect(await replica.command('XLEN', 'cognito-auth:revocations')).toBe(':1')

    await until(async () => {
      await one.tell('check', signIn())
      return (await replica.command('XLEN', 'cognito-auth:revocations')) !== ':1'
    })
    const third = await startInstance({ client, port: line.port })
    await third.tell('untilRefused', last)
    expect(await third.tell('check', old)).toBe('refused')
    await two.tell('untilRefused', last)
  })
})
