import { createRevocations, type ManagedRevocations } from '@cognito-auth/revocation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clients } from './support/clients.js'
import { signIn, userPoolId } from './support/principals.ts'
import { type RedisServer, startRedis } from './support/redis-server.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server.stop())

describe.each(clients)('$name', ({ connect }) => {
  let connections: readonly ReturnType<typeof connect>[]
  let one: ManagedRevocations
  let two: ManagedRevocations
  beforeAll(async () => {
    await server.command('FLUSHALL')
    connections = [connect('127.0.0.1', server.port), connect('127.0.0.1', server.port)]
    const [first, second] = connections.map(({ store }) => createRevocations({ store, maxAgeSeconds: 0.1 }))
    if (!first || !second) throw new Error('There are two')
    ;[one, two] = [first, second]
  })
  afterAll(() => {
    for (const { close } of connections) close()
  })

  test('reads an empty server', async () => {
    await one.ready()
    await two.ready()
    expect(two.check(signIn())).toEqual({ revoked: false })
  })

  test('carries each kind of revocation to another instance', async () => {
    const [alice, bob, carol] = [signIn(), signIn(), signIn()]
    const dave = { ...signIn(), clientId: 'app' }
    await one.endSignIn(alice)
    await one.endUser({ userPoolId, sub: bob.claims.sub })
    await one.endClient({ userPoolId, clientId: 'app' })
    await new Promise((resolve) => setTimeout(resolve, 150))
    const verdicts = await Promise.all([alice, bob, carol, dave].map(async (who) => two.check(who)))
    expect(verdicts).toEqual([true, true, false, true].map((revoked) => ({ revoked })))
    // In the past, so that it leaves the sign-ins of the other tests alone.
    const erin = signIn(undefined, 3600)
    await one.endPool({ userPoolId }, Date.now() / 1000 - 3000)
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(await Promise.all([carol, erin].map(async (who) => two.check(who)))).toEqual([
      { revoked: false },
      { revoked: true },
    ])
  })

  test('writes the fields of the format, in their order', async () => {
    const who = signIn()
    await one.endSignIn(who)
    const reply = await server.command('XREVRANGE', 'cognito-auth:revocations', '+', '-', 'COUNT', '1')
    const words = reply.split('\r\n').filter((line) => !/^[*$]/.test(line))
    expect(words.slice(1, 10)).toEqual([
      'v',
      '1',
      'k',
      'sign-in',
      'p',
      userPoolId,
      'i',
      who.claims.origin_jti,
      'b',
    ])
    expect(words.slice(10, 12)).toEqual(['0', 'u'])
  })

  test('reads on over a page border', async () => {
    const many = Array.from({ length: 2500 }, () => signIn())
    // Some at a time: GLIDE refuses more than 1,000 commands that are on their way.
    for (let start = 0; start < many.length; start += 500) {
      await Promise.all(many.slice(start, start + 500).map((who) => one.endSignIn(who)))
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
    const verdicts = await Promise.all(many.map(async (who) => two.check(who)))
    expect(verdicts.every((verdict) => 'revoked' in verdict && verdict.revoked)).toBe(true)
  })

  test('reads everything again after FLUSHALL, and stores it again', async () => {
    const who = signIn()
    await one.endSignIn(who)
    await server.command('FLUSHALL')
    const seen = async () => {
      await one.check(signIn())
      return two.check(who)
    }
    await expect.poll(seen, { timeout: 5000 }).toEqual({ revoked: true })
  })

  test('goes on after its connection was killed', async () => {
    await server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    const who = signIn()
    await expect.poll(() => one.endSignIn(who).then(() => 'stored', String), { timeout: 5000 }).toBe('stored')
    await expect.poll(() => two.check(who), { timeout: 5000 }).toEqual({ revoked: true })
  })
})
