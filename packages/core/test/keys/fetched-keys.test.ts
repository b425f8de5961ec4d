import { afterEach, describe, expect, it, vi } from 'vitest'
import { levels, memoryLog } from '../../../../test/support/log.ts'
import { messagesOf } from '../../../../test/support/messages.ts'
import { channels } from '../../dist/events/channels.js'
import { FetchedKeys } from '../../dist/keys/fetched-keys.js'
import type { KeySettings } from '../../dist/keys/key-settings.js'
import { VerificationKey } from '../../dist/keys/verification-key.js'
import { now, setClock, useFrozenClock } from '../support/clock.ts'
import { createKeyServer, heldReply, settle } from '../support/key-server.ts'
import { fromJavaScript } from '../support/refusal.ts'
import { createSigner } from '../support/signer.ts'

useFrozenClock()
afterEach(() => {
  vi.unstubAllGlobals()
})

const url = 'https://keys.example.com/jwks.json'
const userPoolId = 'us-east-1_EXAMPLE1'
const endpoint = { url, userPoolId, isOptional: false }
const one = createSigner('one').jwk
const two = createSigner('two').jwk
const oneRenewed = { ...createSigner('one').jwk }
const weak = createSigner('weak', 1024).jwk

const defaults: KeySettings = {
  maxAgeSeconds: 600,
  maxStaleSeconds: 86_400,
  timeoutSeconds: 5,
  cooldownSeconds: 10,
  fetch: undefined,
}

function setUp(settings: Partial<KeySettings> = {}, isOptional = false) {
  const server = createKeyServer(one)
  const log = memoryLog()
  const keys = new FetchedKeys(
    { url, userPoolId, isOptional },
    { ...defaults, fetch: server.fetch, ...settings },
    log.logger,
  )
  return { server, keys, lines: log.lines }
}

function fail(status = 500) {
  return () => new Response(null, { status })
}

/** A key that was found, by its name. */
function keyNamed(kid: string): object {
  return expect.objectContaining({ kid })
}

/** The key that was found, or a failed test. */
async function keyOf(found: ReturnType<FetchedKeys['find']>): Promise<VerificationKey> {
  const key = await found
  if (key instanceof VerificationKey) return key
  throw new Error(`There is no key: ${key.reason}`)
}

const unavailableNow = { reason: 'keys_unavailable', retryAfterSeconds: 1 }
const unavailable = (retryAfterSeconds: number) =>
  expect.objectContaining({ reason: 'keys_unavailable', retryAfterSeconds })

describe('the first fetch', () => {
  it.each([
    ['find()', (keys: FetchedKeys) => keys.find('one')],
    ['load()', (keys: FetchedKeys) => keys.load()],
  ])('is repeated once for %s if its keys are too old when they arrive', async (_what, ask) => {
    const { server, keys } = setUp({ maxStaleSeconds: 600 })
    const held = heldReply()
    server.reply(held.reply)
    const first = ask(keys)
    await settle()
    setClock(601)
    server.serve(one)
    held.release(Response.json({ keys: [one] }))
    await first
    expect(server.urls).toHaveLength(2)
    expect(await keys.find('one')).toEqual(keyNamed('one'))
    expect(server.urls).toHaveLength(2)
  })

  it('is repeated no more than once if all keys are too old when they arrive', async () => {
    const { server, keys } = setUp({ maxStaleSeconds: 600 })
    let seconds = 0
    server.reply(() => {
      setClock((seconds += 601))
      return Response.json({ keys: [one] })
    })
    expect(await keys.find('one')).toEqual(unavailable(1))
    expect(server.urls).toHaveLength(2)
  })

  it('waits for the first question', async () => {
    const { server, keys } = setUp()
    await settle()
    expect(server.urls).toEqual([])
    expect(await keys.find('one')).toEqual(keyNamed('one'))
    expect(server.urls).toEqual([url])
  })

  it('answers from then on at once', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    expect(keys.find('one')).toBeInstanceOf(VerificationKey)
    expect(server.urls).toHaveLength(1)
  })

  it('is shared by all who ask meanwhile', async () => {
    const { server, keys } = setUp()
    const held = heldReply()
    server.reply(held.reply)
    const found = Promise.all([
      keys.find('one'),
      keys.find('one'),
      keys.find('two'),
      keys.find('three'),
      keys.load(),
    ])
    await settle()
    held.release(Response.json({ keys: [one, two] }))
    expect(await found).toEqual([
      keyNamed('one'),
      keyNamed('one'),
      keyNamed('two'),
      { reason: 'kid_unknown' },
      undefined,
    ])
    expect(server.urls).toHaveLength(1)
  })

  it('is shared when it fails, too', async () => {
    const { server, keys } = setUp()
    server.reply(fail())
    const found = Promise.all([keys.find('one'), keys.find('one'), keys.find('two')])
    expect(await found).toEqual([unavailable(1), unavailable(1), unavailable(1)])
    expect(server.urls).toHaveLength(1)
  })

  it('uses the default client of the moment without a fetch of its own', async () => {
    const { keys } = setUp({ fetch: undefined })
    const fetch = vi.fn<(address: string) => Promise<Response>>(async () => Response.json({ keys: [one] }))
    vi.stubGlobal('fetch', fetch)
    expect(await keys.find('one')).toEqual(keyNamed('one'))
    expect(fetch).toHaveBeenCalledExactlyOnceWith(url, expect.objectContaining({ redirect: 'error' }))
  })
})

describe('a first fetch that fails', () => {
  it.each([
    ['is refused', fail()],
    ['is told that there is nothing', fail(404)],
    ['finds no keys', () => Response.json({ keys: [] })],
    ['finds no usable key', () => Response.json({ keys: [weak, { kty: 'EC' }, null] })],
    ['finds something else', () => Response.json(['keys'])],
    ['finds keys that are no list', () => Response.json({ keys: one })],
    ['finds null', () => Response.json(null)],
    ['finds no JSON', () => new Response('<html>')],
    ['finds nothing', () => new Response('')],
    ['finds too much', () => new Response(' '.repeat(1024 * 1024 + 1))],
    [
      'is redirected',
      () => Object.defineProperty(Response.json({ keys: [one] }), 'redirected', { value: true }),
    ],
    ['has no network', () => Promise.reject(new TypeError('fetch failed'))],
  ])('makes keys unavailable when it %s', async (_, reply) => {
    const { server, keys } = setUp()
    server.reply(reply)
    expect(await keys.find('one')).toEqual({
      reason: 'keys_unavailable',
      retryAfterSeconds: 1,
      cause: expect.objectContaining({ name: 'KeyFetchError' }),
    })
    expect(await keys.load()).toEqual(unavailable(1))
  })

  it('makes keys unavailable when it hangs', async () => {
    const { server, keys } = setUp({ timeoutSeconds: 0.01 })
    server.reply(() => new Promise(() => undefined))
    expect(await keys.find('one')).toMatchObject({
      reason: 'keys_unavailable',
      cause: { message: `${url} did not deliver within 0.01 seconds` },
    })
  })

  it('writes no line of log: the refusals are logged', async () => {
    const { server, keys, lines } = setUp()
    server.reply(fail())
    await keys.find('one')
    expect(lines).toEqual([])
  })

  it('is not repeated within a second', async () => {
    const { server, keys } = setUp()
    server.reply(fail())
    await keys.find('one')
    server.serve(one)
    setClock(0.999)
    expect(await keys.find('one')).toEqual(unavailable(1))
    expect(await keys.load()).toEqual(unavailable(1))
    expect(server.urls).toHaveLength(1)
    setClock(1)
    expect(await keys.find('one')).toEqual(keyNamed('one'))
    expect(server.urls).toHaveLength(2)
  })

  it('is repeated after pauses that double up to cooldownSeconds', async () => {
    const { server, keys } = setUp()
    server.reply(fail())
    expect(await keys.find('one')).toEqual(unavailable(1))
    let end = 1
    for (const [index, pause] of [2, 4, 8, 10, 10].entries()) {
      setClock(end - 0.001)
      expect(await keys.find('one')).toEqual(unavailable(1))
      expect(server.urls).toHaveLength(index + 1)
      setClock(end)
      expect(await keys.find('one')).toEqual(unavailable(pause))
      expect(server.urls).toHaveLength(index + 2)
      end += pause
    }
  })

  it.each([0, 0.001, 1, 1.001, 7, 7.999])(
    'says %d seconds into a pause of 8 to try again in what is left of it',
    async (seconds) => {
      const { server, keys } = setUp()
      server.reply(fail())
      for (const start of [0, 1, 3, 7]) {
        setClock(start)
        await keys.find('one')
      }
      setClock(7 + seconds)
      expect(await keys.find('one')).toEqual(unavailable(Math.ceil(8 - seconds)))
      expect(await keys.load()).toEqual(unavailable(Math.ceil(8 - seconds)))
      expect(server.urls).toHaveLength(4)
    },
  )

  it('keeps to a cool-down that is shorter than a second', async () => {
    const { server, keys } = setUp({ cooldownSeconds: 0.25 })
    server.reply(fail())
    for (const [index, start] of [0, 0.25, 0.5].entries()) {
      setClock(start - 0.001)
      if (index > 0) await keys.find('one')
      expect(server.urls).toHaveLength(index)
      setClock(start)
      expect(await keys.find('one')).toEqual(unavailable(1))
    }
    expect(server.urls).toHaveLength(3)
  })

  it('counts from one again after a fetch that succeeds', async () => {
    const { server, keys } = setUp()
    server.reply(fail())
    await keys.find('one')
    setClock(1)
    await keys.find('one')
    setClock(3)
    server.serve(one)
    expect(await keys.find('one')).toEqual(keyNamed('one'))
    server.reply(fail())
    expect(await keys.find('two')).toEqual(unavailable(1))
  })

  it('is forgotten after one that succeeds', async () => {
    const { server, keys } = setUp()
    server.reply(fail())
    await keys.find('one')
    setClock(1)
    server.serve(one)
    expect(await keys.load()).toBeUndefined()
  })
})

describe('maxAgeSeconds', () => {
  it('is the age up to which nothing is fetched', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    setClock(600)
    expect(keys.find('one')).toBeInstanceOf(VerificationKey)
    await settle()
    expect(server.urls).toHaveLength(1)
  })

  it('starts one refresh when it is over, while the old keys go on being used', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    setClock(600.001)
    const held = heldReply()
    server.reply(held.reply)
    for (let count = 0; count < 5; count++) expect(keys.find('one')).toBeInstanceOf(VerificationKey)
    await settle()
    expect(server.urls).toHaveLength(2)
    held.release(Response.json({ keys: [two] }))
    await settle()
    expect(keys.find('two')).toBeInstanceOf(VerificationKey)
    expect(server.urls).toHaveLength(2)
  })

  it('begins anew with each set', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    setClock(601)
    void keys.find('one')
    await settle()
    setClock(1201)
    void keys.find('one')
    await settle()
    expect(server.urls).toHaveLength(2)
    setClock(1201.001)
    void keys.find('one')
    await settle()
    expect(server.urls).toHaveLength(3)
  })

  it('is counted by refreshIfDue() as well', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    setClock(600)
    keys.refreshIfDue()
    await settle()
    expect(server.urls).toHaveLength(1)
    setClock(600.001)
    keys.refreshIfDue()
    keys.refreshIfDue()
    await settle()
    expect(server.urls).toHaveLength(2)
  })

  it('is not counted before there are keys', async () => {
    const { server, keys } = setUp()
    keys.refreshIfDue()
    await settle()
    expect(server.urls).toEqual([])
  })

  it('does not matter to has(), which starts nothing', async () => {
    const { server, keys } = setUp()
    const key = await keyOf(keys.find('one'))
    setClock(600.001)
    expect(keys.has(key)).toBe(true)
    await settle()
    expect(server.urls).toHaveLength(1)
  })

  it('is not what load() looks at: keys at hand are enough', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    setClock(601)
    expect(await keys.load()).toBeUndefined()
    expect(server.urls).toHaveLength(1)
  })
})

describe('a refresh that fails', () => {
  it.each([
    ['is refused', fail()],
    ['is told that there is nothing', fail(404)],
    ['finds no keys', () => Response.json({ keys: [] })],
    ['finds no usable key', () => Response.json({ keys: [weak] })],
    ['finds something else', () => Response.json({})],
    ['finds no JSON', () => new Response('{"keys":[')],
    ['has no network', () => Promise.reject(new TypeError('fetch failed'))],
  ])('leaves the good keys in place when it %s, and is logged once', async (_, reply) => {
    const { server, keys, lines } = setUp()
    const key = await keyOf(keys.find('one'))
    server.reply(reply)
    setClock(601)
    expect(keys.find('one')).toBe(key)
    await settle()
    expect(keys.find('one')).toBe(key)
    expect(keys.has(key)).toBe(true)
    expect(lines).toMatchObject([
      {
        level: levels.warn,
        reason: 'keys_unavailable',
        msg: 'keys could not be refreshed',
        err: { type: 'KeyFetchError' },
      },
    ])
  })

  it('needs no logger', async () => {
    const server = createKeyServer(one)
    const keys = new FetchedKeys(endpoint, { ...defaults, fetch: server.fetch }, undefined)
    await keys.find('one')
    server.reply(fail())
    setClock(601)
    void keys.find('one')
    await settle()
    expect(keys.find('one')).toBeInstanceOf(VerificationKey)
  })

  it('is repeated after pauses that double, with one line of log each', async () => {
    const { server, keys, lines } = setUp()
    await keys.find('one')
    server.reply(fail())
    for (const [index, start] of [601, 602, 604, 608, 616, 626].entries()) {
      setClock(start - 0.001)
      if (index > 0) keys.refreshIfDue()
      await settle()
      expect(server.urls).toHaveLength(index + 1)
      setClock(start)
      keys.refreshIfDue()
      await settle()
      expect(server.urls).toHaveLength(index + 2)
      expect(lines).toHaveLength(index + 1)
    }
  })

  it('is logged with the code of its cause, and without secrets', async () => {
    const { server, keys, lines } = setUp()
    await keys.find('one')
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', key: 'secret' })
    server.reply(() => Promise.reject(new TypeError('fetch failed at https://a:secret@b/', { cause })))
    setClock(601)
    keys.refreshIfDue()
    await settle()
    expect(lines).toMatchObject([
      {
        err: {
          message: `${url} cannot be read: fetch failed at https://b/: connect ECONNREFUSED`,
          code: 'ECONNREFUSED',
        },
      },
    ])
    expect(JSON.stringify(lines)).not.toContain('secret')
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('disk full')
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('does not end the process when the logger %s', async (_, fault) => {
    const server = createKeyServer(one)
    const settings = { ...defaults, fetch: server.fetch }
    const keys = new FetchedKeys(endpoint, settings, fromJavaScript({ info: fault, warn: fault }))
    await keys.find('one')
    server.reply(fail())
    setClock(601)
    const unhandled = vi.fn<(reason: unknown) => void>()
    const others = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    process.on('unhandledRejection', unhandled)
    try {
      expect(keys.find('one')).toBeInstanceOf(VerificationKey)
      await settle()
      await settle()
    } finally {
      process.off('unhandledRejection', unhandled)
      for (const listener of others) process.on('unhandledRejection', listener)
    }
    expect(unhandled).not.toHaveBeenCalled()
    expect(server.urls).toHaveLength(2)
  })
})

describe('maxStaleSeconds', () => {
  it('is the age up to which old keys are used, and no longer', async () => {
    const { server, keys } = setUp({ maxStaleSeconds: 3600 })
    const key = await keyOf(keys.find('one'))
    server.reply(fail())
    setClock(3600)
    expect(keys.find('one')).toBe(key)
    expect(keys.has(key)).toBe(true)
    await settle()
    setClock(3600.001)
    expect(keys.has(key)).toBe(false)
    expect(await keys.find('one')).toEqual(unavailable(1))
    expect(await keys.load()).toEqual(unavailable(1))
  })

  it('ends in a fetch that is waited for', async () => {
    const { server, keys, lines } = setUp({ maxStaleSeconds: 3600 })
    const key = await keyOf(keys.find('one'))
    setClock(3600.001)
    const found = keys.find('one')
    expect(found).toBeInstanceOf(Promise)
    // The same key in the new set is the same object, so that remembered tokens stay good.
    expect(await found).toBe(key)
    expect(server.urls).toHaveLength(2)
    expect(lines).toEqual([])
  })
})

describe('an unknown kid', () => {
  it('is looked for once more, and found when the key is there', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    server.serve(one, two)
    expect(await keys.find('two')).toEqual(keyNamed('two'))
    expect(server.urls).toHaveLength(2)
  })

  it('starts no second fetch within the cool-down, whoever asks', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    expect(await keys.find('two')).toEqual({ reason: 'kid_unknown' })
    expect(server.urls).toHaveLength(2)
    server.serve(one, two)
    setClock(9.999)
    expect(await keys.find('two')).toEqual({ reason: 'kid_unknown' })
    expect(await keys.find('three')).toEqual({ reason: 'kid_unknown' })
    expect(server.urls).toHaveLength(2)
    setClock(10)
    expect(await keys.find('two')).toEqual(keyNamed('two'))
    expect(server.urls).toHaveLength(3)
  })

  it('starts no second fetch within the cool-down after one that found its key, either', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    server.serve(one, two)
    await keys.find('two')
    expect(await keys.find('three')).toEqual({ reason: 'kid_unknown' })
    expect(server.urls).toHaveLength(2)
  })

  it('starts one fetch for a crowd', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    const kids = Array.from({ length: 50 }, (_, index) => `unknown-${index}`)
    const found = await Promise.all(kids.map(async (kid) => keys.find(kid)))
    expect(found).toEqual(kids.map(() => ({ reason: 'kid_unknown' })))
    expect(server.urls).toHaveLength(2)
  })

  it('is looked for by the first fetch itself, which starts the cool-down', async () => {
    const { server, keys } = setUp()
    expect(await keys.find('two')).toEqual({ reason: 'kid_unknown' })
    expect(await keys.find('two')).toEqual({ reason: 'kid_unknown' })
    expect(server.urls).toHaveLength(1)
    setClock(10)
    await keys.find('two')
    expect(server.urls).toHaveLength(2)
  })

  it('is found in the answer to a fetch that is under way, without another one', async () => {
    const { server, keys } = setUp()
    const held = heldReply()
    server.reply(held.reply)
    const first = keys.find('one')
    await settle()
    const second = keys.find('two')
    held.release(Response.json({ keys: [one, two] }))
    expect(await first).toEqual(keyNamed('one'))
    expect(await second).toEqual(keyNamed('two'))
    expect(server.urls).toHaveLength(1)
  })

  it('is looked for once more after a fetch that had left before anybody asked for it', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    setClock(601)
    const held = heldReply()
    server.reply(held.reply)
    void keys.find('one')
    const found = keys.find('two')
    await settle()
    expect(server.urls).toHaveLength(2)
    server.serve(one, two)
    held.release(Response.json({ keys: [one] }))
    expect(await found).toEqual(keyNamed('two'))
    expect(server.urls).toHaveLength(3)
  })

  it('makes keys unavailable when looking for it fails, until a fetch succeeds without it', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    server.reply(fail())
    expect(await keys.find('two')).toEqual({ ...unavailableNow, cause: expect.any(Error) })
    expect(keys.find('one')).toBeInstanceOf(VerificationKey)
    setClock(0.999)
    expect(await keys.find('two')).toEqual(unavailable(1))
    expect(server.urls).toHaveLength(2)
    setClock(1)
    expect(await keys.find('two')).toEqual(unavailable(2))
    expect(server.urls).toHaveLength(3)
    setClock(3)
    server.serve(one)
    expect(await keys.find('two')).toEqual({ reason: 'kid_unknown' })
    expect(await keys.find('two')).toEqual({ reason: 'kid_unknown' })
    expect(server.urls).toHaveLength(4)
  })

  it('makes keys unavailable after a refresh in the background that failed, too', async () => {
    const { server, keys } = setUp()
    await keys.find('one')
    await keys.find('two')
    server.reply(fail())
    setClock(601)
    keys.refreshIfDue()
    await settle()
    expect(await keys.find('two')).toEqual(unavailable(1))
    expect(keys.find('one')).toBeInstanceOf(VerificationKey)
    expect(server.urls).toHaveLength(3)
  })

  it('does not keep keys that are old from being refreshed', async () => {
    const { server, keys } = setUp({ maxAgeSeconds: 5 })
    await keys.find('one')
    await keys.find('two')
    expect(server.urls).toHaveLength(2)
    server.serve(one, two)
    setClock(5.001)
    // Inside of the cool-down, but the keys are old.
    expect(await keys.find('two')).toEqual(keyNamed('two'))
    expect(server.urls).toHaveLength(3)
  })
})

describe('a set that changes', () => {
  it('drops a key that was withdrawn', async () => {
    const { server, keys } = setUp()
    server.serve(one, two)
    const key = await keyOf(keys.find('one'))
    server.serve(two)
    setClock(601)
    expect(keys.has(key)).toBe(true)
    keys.refreshIfDue()
    await settle()
    expect(keys.has(key)).toBe(false)
    expect(await keys.find('one')).toEqual({ reason: 'kid_unknown' })
    expect(keys.find('two')).toBeInstanceOf(VerificationKey)
  })

  it('replaces a key whose kid has new material', async () => {
    const { server, keys } = setUp()
    const key = await keyOf(keys.find('one'))
    server.serve(oneRenewed)
    setClock(601)
    void keys.find('one')
    await settle()
    const renewed = await keyOf(keys.find('one'))
    expect(renewed).not.toBe(key)
    expect(keys.has(key)).toBe(false)
    expect(keys.has(renewed)).toBe(true)
  })

  it('keeps a key that stays', async () => {
    const { server, keys } = setUp()
    const key = await keyOf(keys.find('one'))
    server.serve(two, { ...one })
    setClock(601)
    void keys.find('one')
    await settle()
    expect(keys.find('one')).toBe(key)
    expect(keys.has(key)).toBe(true)
  })

  it('is used for its good keys when there is a bad one among them', async () => {
    const { server, keys } = setUp()
    server.serve(null, weak, { kid: 'two' }, one)
    expect(await keys.find('one')).toEqual(keyNamed('one'))
    expect(await keys.find('weak')).toEqual({ reason: 'kid_unknown' })
  })
})

describe('a system clock that is set back', () => {
  it('starts a refresh, while the keys go on being used', async () => {
    const { server, keys } = setUp()
    const key = await keyOf(keys.find('one'))
    setClock(-3600)
    expect(keys.find('one')).toBe(key)
    await settle()
    expect(server.urls).toHaveLength(2)
    expect(keys.find('one')).toBe(key)
    await settle()
    expect(server.urls).toHaveLength(2)
  })

  it('ends a cool-down, which could last for ever otherwise', async () => {
    const { server, keys } = setUp()
    server.reply(fail())
    await keys.find('one')
    setClock(-3600)
    server.serve(one)
    expect(await keys.find('one')).toEqual(keyNamed('one'))
    expect(server.urls).toHaveLength(2)
  })

  it('does not keep old keys in use for longer than maxStaleSeconds', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: (now + 86_400 * 365) * 1000 })
    const { server, keys } = setUp({ maxStaleSeconds: 3600 })
    const key = await keyOf(keys.find('one'))
    server.reply(fail())
    // The clock was a year ahead when the keys were fetched.
    setClock(0)
    for (let minute = 0; minute < 60; minute++) {
      expect(keys.find('one')).toBe(key)
      await settle()
      vi.advanceTimersByTime(60_000)
    }
    expect(keys.has(key)).toBe(true)
    vi.advanceTimersByTime(1)
    expect(keys.has(key)).toBe(false)
    expect(await keys.find('one')).toMatchObject({ reason: 'keys_unavailable' })
  })
})

describe('a monotonic clock that stands still, as in a machine that is suspended', () => {
  it('does not keep keys young', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: now * 1000 })
    const { server, keys } = setUp({ maxStaleSeconds: 3600 })
    const key = await keyOf(keys.find('one'))
    setClock(601)
    keys.refreshIfDue()
    await settle()
    expect(server.urls).toHaveLength(2)
    setClock(601 + 3600.001)
    expect(keys.has(key)).toBe(false)
  })
})

describe('a process that was frozen while keys were fetched', () => {
  /** Keys whose refresh is under way, and the replies to it and to the one after it. */
  async function refreshing() {
    const { server, keys, lines } = setUp()
    const key = await keyOf(keys.find('one'))
    const held = heldReply()
    server.reply(held.reply)
    setClock(601)
    keys.refreshIfDue()
    await settle()
    expect(server.urls).toHaveLength(2)
    return { server, keys, key, held, lines }
  }

  it('has requests wait for the refresh that is under way for longer than it may be', async () => {
    const { server, keys, key, held } = await refreshing()
    setClock(606)
    expect(keys.has(key)).toBe(true)
    expect(keys.find('one')).toBe(key)
    setClock(606.001)
    expect(keys.has(key)).toBe(false)
    const found = keys.find('one')
    expect(found).toBeInstanceOf(Promise)
    server.serve(two)
    held.release(Response.json({ keys: [two] }))
    expect(await found).toEqual({ reason: 'kid_unknown' })
    expect(keys.find('two')).toBeInstanceOf(VerificationKey)
  })

  it('uses the old keys when that refresh fails', async () => {
    const { keys, key, held } = await refreshing()
    setClock(606.001)
    const found = keys.find('one')
    held.release(new Response(null, { status: 500 }))
    expect(await found).toBe(key)
    expect(keys.has(key)).toBe(true)
  })

  it('counts the age of its answer from the question', async () => {
    const { server, keys, key, held } = await refreshing()
    setClock(601 + 700)
    held.release(Response.json({ keys: [one] }))
    server.serve(one)
    expect(await keys.find('one')).toBe(key)
    expect(server.urls).toHaveLength(2)
    keys.refreshIfDue()
    await settle()
    expect(server.urls).toHaveLength(3)
  })

  it('fetches again when the answer is too old to be used', async () => {
    const { server, keys, held } = await refreshing()
    setClock(601 + 86_401)
    server.serve(two)
    const [found, loaded] = [keys.find('two'), keys.load()]
    held.release(Response.json({ keys: [one] }))
    expect(await found).toEqual(keyNamed('two'))
    expect(await loaded).toBeUndefined()
    expect(server.urls).toHaveLength(3)
  })
})

describe('a fetch that verifies a token itself', () => {
  it('starts no other one, and uses the keys that are held', async () => {
    let calls = 0
    const found: unknown[] = []
    const fetch = async () => {
      calls++
      found.push(keys.find('one'))
      return Response.json({ keys: [one] })
    }
    const { keys } = setUp({ fetch, timeoutSeconds: 0.05 })
    const key = await keyOf(keys.find('one'))
    expect(calls).toBe(1)
    setClock(601)
    keys.refreshIfDue()
    await settle()
    expect(calls).toBe(2)
    expect(await Promise.all(found)).toEqual([key, key])
  })

  it('gets a refusal when there are no keys and it waits for itself', async () => {
    let calls = 0
    let inside: unknown
    const fetch = async () => {
      calls++
      inside = await keys.find('one')
      return Response.json({ keys: [one] })
    }
    const { keys } = setUp({ fetch, timeoutSeconds: 0.05 })
    expect(await keys.find('one')).toEqual(unavailable(1))
    await settle()
    expect(inside).toEqual(unavailable(1))
    expect(calls).toBe(1)
  })

  it('starts no other one when it throws at once', async () => {
    let calls = 0
    const fetch = () => {
      calls++
      void keys.find('two')
      throw new Error('no proxy')
    }
    const { keys } = setUp({ fetch })
    expect(await keys.find('one')).toMatchObject({ cause: { cause: { message: 'no proxy' } } })
    expect(calls).toBe(1)
  })
})

describe('keys of an issuer that a pool may not use', () => {
  it.each([400, 401, 403, 404, 410, 451])(
    'are told from keys that cannot be had by the status %i',
    async (status) => {
      const { server, keys } = setUp({}, true)
      server.reply(fail(status))
      // An answer, which is kept for the whole cool-down.
      expect(await keys.find('one')).toEqual({ reason: 'issuer' })
      setClock(9.999)
      expect(await keys.find('one')).toEqual({ reason: 'issuer' })
      expect(server.urls).toHaveLength(1)
      setClock(10)
      await keys.find('one')
      expect(server.urls).toHaveLength(2)
      expect(await keys.load()).toEqual({ reason: 'issuer' })
    },
  )

  it.each([200, 304, 399, 408, 429, 500, 503])('cannot be had with the status %i', async (status) => {
    const { server, keys } = setUp({}, true)
    server.reply(fail(status))
    expect(await keys.find('one')).toEqual(unavailable(1))
  })

  it('cannot be had without a network', async () => {
    const { server, keys } = setUp({}, true)
    server.reply(() => Promise.reject(new TypeError('fetch failed')))
    expect(await keys.find('one')).toEqual(unavailable(1))
  })

  it('cannot be had when a fetch fails after one that told the status', async () => {
    const { server, keys } = setUp({}, true)
    server.reply(fail(403))
    await keys.find('one')
    setClock(10)
    server.reply(fail(500))
    expect(await keys.find('one')).toEqual(unavailable(2))
  })

  it('cannot be had once they have been delivered, whatever the status', async () => {
    const { server, keys } = setUp({ maxStaleSeconds: 3600 }, true)
    await keys.find('one')
    server.reply(fail(403))
    setClock(3601)
    expect(await keys.find('one')).toEqual(unavailable(1))
  })

  it('cannot be had with the status 404 when the pool must use the issuer', async () => {
    const { server, keys } = setUp({}, false)
    server.reply(fail(404))
    expect(await keys.find('one')).toEqual(unavailable(1))
  })
})

describe('the channel cognito-auth:keys.fetch', () => {
  const durationMs = expect.any(Number)

  it('tells of a fetch with its keys, once for all who wait for it', async () => {
    const messages = messagesOf(channels.keysFetch)
    const { keys, server } = setUp()
    server.serve(one, two, weak)
    await Promise.all([keys.find('one'), keys.find('two')])
    expect(messages).toStrictEqual([{ userPoolId, ok: true, durationMs, keys: 2 }])
  })

  it('tells why a fetch failed, and how many keys are still used', async () => {
    const messages = messagesOf(channels.keysFetch)
    const { keys, server } = setUp({ maxStaleSeconds: 1000 })
    await keys.load()
    server.reply(fail())
    setClock(601)
    keys.refreshIfDue()
    await settle()
    setClock(1001)
    keys.refreshIfDue()
    await keys.load()
    expect(messages.slice(1)).toStrictEqual([
      { userPoolId, ok: false, reason: 'http_5xx', durationMs, keys: 1 },
      { userPoolId, ok: false, reason: 'http_5xx', durationMs, keys: 0 },
    ])
  })

  it('measures from the beginning of the fetch', async () => {
    const messages = messagesOf(channels.keysFetch)
    const { keys, server } = setUp()
    const held = heldReply()
    server.reply(held.reply)
    const loading = keys.load()
    await settle()
    setClock(3)
    held.release(Response.json({ keys: [one] }))
    await loading
    expect(messages).toEqual([{ userPoolId, ok: true, durationMs: 3000, keys: 1 }])
  })

  it('tells a fault of the endpoint from a pool that does not use the issuer', async () => {
    const messages = messagesOf(channels.keysFetch)
    for (const [isOptional, status] of [
      [true, 404],
      [true, 500],
      [false, 404],
    ] as const) {
      const { keys, server } = setUp({}, isOptional)
      server.reply(fail(status))
      await keys.load()
    }
    const reasons = ['issuer_unused', 'http_5xx', 'http_4xx']
    expect(messages).toMatchObject(reasons.map((reason) => ({ ok: false, reason })))
  })

  it.each<[string, () => Response | Promise<Response>, string]>([
    ['no connection', () => Promise.reject(new Error('refused')), 'network'],
    ['HTML', () => new Response('<html>'), 'malformed'],
    ['no key', () => Response.json({ keys: [] }), 'no_usable_key'],
    ['the status 201', fail(201), 'http_other'],
    ['the status 302', fail(302), 'redirect'],
    ['the status 429', fail(429), 'http_4xx'],
    ['the status 599', fail(599), 'http_5xx'],
    ['a status that does not exist', () => fromJavaScript({ status: 600, body: null }), 'http_other'],
    ['nothing in time', () => new Promise(() => undefined), 'timeout'],
  ])('has a reason for %s', async (_, reply, reason) => {
    const messages = messagesOf(channels.keysFetch)
    const { keys, server } = setUp({ timeoutSeconds: 0.05 })
    server.reply(reply)
    await keys.load()
    expect(messages).toMatchObject([{ ok: false, reason, keys: 0 }])
  })

  it('calls a set malformed that cannot be read', async () => {
    const messages = messagesOf(channels.keysFetch)
    vi.spyOn(VerificationKey, 'from').mockImplementation(() => {
      throw new Error('a fault')
    })
    const { keys } = setUp()
    await keys.load()
    vi.restoreAllMocks()
    expect(messages).toMatchObject([{ ok: false, reason: 'malformed' }])
  })
})
