import { redisStore, type RevocationPage } from '@cognito-auth/revocation'
import { describe, expect, it } from 'vitest'
import { fieldsOf } from '../dist/entry-format.js'
import { entry, signIns } from './support/entries.ts'
import { redisStream } from './support/redis-stream.ts'

function setUp() {
  const server = redisStream()
  return { server, store: redisStore(server.send) }
}

describe('append', () => {
  it('adds one stream entry for each revocation', async () => {
    const { server, store } = setUp()
    await store.append([entry({ kind: 'user', id: 'alice', before: 5, until: 9 })])
    const fields = 'v 1 k user p us-east-1_EXAMPLE1 i alice b 5 u 9'
    expect(server.commands).toEqual([['XADD', 'cognito-auth:revocations', '*', ...fields.split(' ')]])
  })

  it('trims by the newest id that was read, never by a clock of its own', async () => {
    const { server, store } = setUp()
    await store.append([entry()])
    expect(server.commands.at(-1)?.[2]).toBe('*')
    server.clock = 100_000_000
    server.flush()
    server.add(fieldsOf(entry()))
    await store.readAfter(undefined)
    await store.append([entry()])
    const kept = (86_700 + 3600) * 1000
    expect(server.commands.at(-1)?.slice(2, 6)).toEqual(['MINID', '~', `${100_000_000 - kept}-0`, '*'])
  })

  it('does not trim a server whose clock has just begun', async () => {
    const { server, store } = setUp()
    server.clock = 90_300_000
    server.add(fieldsOf(entry()))
    await store.readAfter(undefined)
    await store.append([entry()])
    expect(server.commands.at(-1)?.[2]).toBe('*')
  })

  it('sends many entries in portions', async () => {
    const pending: (() => void)[] = []
    const store = redisStore(async () => {
      await new Promise<void>((resolve) => pending.push(resolve))
      return '1-1'
    })
    const done = store.append(signIns(250))
    const sizes: number[] = []
    while (pending.length > 0) {
      sizes.push(pending.length)
      for (const resolve of pending.splice(0)) resolve()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await done
    expect(sizes).toEqual([100, 100, 50])
  })

  it.each([[null], [undefined], ['OK'], [{}]])('rejects if the reply is %j', async (reply) => {
    await expect(redisStore(async () => reply).append([entry()])).rejects.toThrow(TypeError)
  })

  it('rejects if the server does', async () => {
    const store = redisStore(async () => {
      throw new Error('OOM')
    })
    await expect(store.append(signIns(2))).rejects.toThrow('OOM')
  })
})

describe('readAfter', () => {
  it('reads from the start, and then from the last entry, included', async () => {
    const { server, store } = setUp()
    await store.append(signIns(2))
    const page = await store.readAfter(undefined)
    expect(page).toEqual({
      entries: signIns(2),
      cursor: '1800000000000-2',
      lost: false,
      more: false,
      skipped: 0,
    })
    await store.append([entry({ id: 'third' })])
    expect(await store.readAfter(page.cursor)).toMatchObject({
      entries: [entry({ id: 'third' })],
      cursor: '1800000000000-3',
      lost: false,
    })
    expect(server.commands.filter(([name]) => name === 'XRANGE')).toEqual([
      ['XRANGE', 'cognito-auth:revocations', '-', '+', 'COUNT', '1001'],
      ['XRANGE', 'cognito-auth:revocations', '1800000000000-2', '+', 'COUNT', '1001'],
    ])
  })

  it('reads page by page', async () => {
    const { store } = setUp()
    await store.append(signIns(2500))
    const pages: RevocationPage[] = []
    for (let cursor: string | undefined; pages.at(-1)?.more !== false; cursor = pages.at(-1)?.cursor) {
      pages.push(await store.readAfter(cursor))
    }
    expect(pages.map(({ entries, more }) => [entries.length, more])).toEqual([
      [1001, true],
      [1000, true],
      [499, false],
    ])
    expect(pages.flatMap(({ entries }) => entries)).toEqual(signIns(2500))
  })

  it('finds an empty stream complete', async () => {
    const { store } = setUp()
    expect(await store.readAfter(undefined)).toMatchObject({
      entries: [],
      cursor: undefined,
      lost: false,
      more: false,
    })
  })

  it('notices that the stream has lost its last entry', async () => {
    const { server, store } = setUp()
    await store.append(signIns(2))
    const { cursor } = await store.readAfter(undefined)
    server.flush()
    expect(await store.readAfter(cursor)).toMatchObject({ lost: true })
    server.clock += 1
    await store.append([entry()])
    expect(await store.readAfter(cursor)).toMatchObject({ lost: true })
  })

  it('leaves out entries that it does not understand, and counts them', async () => {
    const { server, store } = setUp()
    server.add(['v', '2', 'k', 'sign-in'])
    server.add(fieldsOf(entry()))
    server.add([])
    expect(await store.readAfter(undefined)).toMatchObject({ entries: [entry()], skipped: 2 })
  })

  it('understands a client that returns bytes', async () => {
    const { server } = setUp()
    const bytes = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(bytes) : typeof value === 'string' ? Buffer.from(value) : value
    const store = redisStore(async (args) => bytes(await server.send(args)))
    await store.append([entry()])
    expect(await store.readAfter(undefined)).toMatchObject({ entries: [entry()], cursor: '1800000000000-1' })
  })

  it('understands a client that returns objects and pairs', async () => {
    const value = [
      ['v', '1'],
      ['k', 'sign-in'],
      ['p', 'us-east-1_EXAMPLE1'],
      ['i', 'x'],
      ['b', '0'],
      ['u', '9'],
    ]
    const store = redisStore(async () => [{ key: '5-1', value }])
    expect(await store.readAfter(undefined)).toMatchObject({
      entries: [entry({ id: 'x', until: 9 })],
      cursor: '5-1',
    })
  })

  it.each([[null], ['OK'], [{}], [[{ key: '1-1' }]], [['1-1']], [[['1-1']]], [[['id', []]]], [[[null, []]]]])(
    'rejects if the reply is %j',
    async (reply) => {
      await expect(redisStore(async () => reply).readAfter(undefined)).rejects.toThrow(TypeError)
    },
  )
})

describe('keyPrefix', () => {
  it('begins the key', async () => {
    const { server } = setUp()
    const store = redisStore(server.send, { keyPrefix: '{my}:' })
    await store.append([entry()])
    await store.readAfter(undefined)
    expect(server.commands.map(([, key]) => key)).toEqual(['{my}:revocations', '{my}:revocations'])
  })

  it('is a string, and the only option', () => {
    const { send } = redisStream()
    expect(() => redisStore(send, { keyPrefix: 7 as never })).toThrow('keyPrefix is 7. It must be a string')
    expect(() => redisStore(send, { prefix: 'a' } as never)).toThrow('Did you mean `keyPrefix`?')
  })
})
