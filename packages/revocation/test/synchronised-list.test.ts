import type { RevocationOptions } from '@cognito-auth/revocation'
import { describe, expect, it, vi } from 'vitest'
import { levels, memoryLog } from '../../../test/support/log.ts'
import { system } from '../dist/environment.js'
import { resolveSettings } from '../dist/settings.js'
import { SynchronisedList } from '../dist/synchronised-list.js'
import { pass, useFakeClock } from './support/clock.ts'
import { entry, signIns } from './support/entries.ts'
import { now, principal } from './support/principals.ts'
import { type TestStore, testStore } from './support/store.ts'

useFakeClock()

const other = principal({ claims: { origin_jti: 'another' } })
const pass1 = { revoked: false }
const refused = { revoked: true }
const unavailable = { unavailable: expect.objectContaining({ code: 'revocations_unavailable' }) }

function setUp(options: Partial<RevocationOptions> = {}, store: TestStore = testStore()) {
  const { logger, lines } = memoryLog()
  const onNews = vi.fn<() => void>()
  const settings = resolveSettings({ store, logger, ...options })
  const list = new SynchronisedList(settings, system, onNews)
  /** A request, and its verdict once there is one. */
  const ask = (who = other) => {
    const request: { verdict?: unknown } = {}
    const verdict = list.check(who)
    if (verdict instanceof Promise) void verdict.then((later) => (request.verdict = later))
    else request.verdict = verdict
    return request
  }
  return { store, list, ask, lines, onNews }
}

/** A list that was read at this moment. */
async function known(options: Partial<RevocationOptions> = {}) {
  const stage = setUp(options)
  await stage.list.ready()
  return stage
}

describe('a request', () => {
  it('reads the list first if it was never read', async () => {
    const { store, ask } = setUp()
    await store.append([entry()])
    const requests = [ask(), ask(principal())]
    expect(requests).toEqual([{}, {}])
    await pass(0)
    expect(requests).toEqual([{ verdict: pass1 }, { verdict: refused }])
    expect(store.reads).toHaveLength(1)
  })

  it.each([
    [0.499, 0],
    [0.5, 1],
    [1, 1],
  ])('is answered at once by a list of %d s, with %d reads in the background', async (age, reads) => {
    const { store, ask } = await known()
    await pass(age)
    expect(ask()).toEqual({ verdict: pass1 })
    expect(store.reads.length - 1).toBe(reads)
  })

  it('waits for a read if the list is older', async () => {
    const { store, ask } = await known()
    await pass(1.001)
    const request = ask()
    expect(request).toEqual({})
    await pass(0)
    expect(request).toEqual({ verdict: pass1 })
    expect(store.reads).toHaveLength(2)
  })

  it('is refused at once by a list of any age, and asks for a read all the same', async () => {
    const { store, list, ask } = await known()
    await list.add(entry())
    store.does('reject', 'readAfter')
    await pass(10_000)
    expect(ask(principal())).toEqual({ verdict: refused })
    expect(store.reads).toHaveLength(2)
  })

  it('does not trust a read that began before a revocation may have been stored', async () => {
    const { store, ask } = await known()
    store.does('hold', 'readAfter')
    await pass(0.6)
    ask()
    // This read is on its way. It may have missed what is stored now.
    await store.append([entry()])
    await pass(1.2)
    const request = ask(principal())
    store.does('answer')
    store.release()
    await pass(0)
    expect(request).toEqual({ verdict: refused })
    expect(store.reads).toHaveLength(3)
  })

  it('counts the age of the list from when the read began', async () => {
    const { store, ask } = await known()
    store.does('hold', 'readAfter')
    await pass(0.5)
    ask()
    await pass(1.1)
    store.does('answer')
    store.release()
    await pass(0)
    // Complete just now, but as of 1.1 s ago.
    expect(ask()).toEqual({})
    expect(store.reads).toHaveLength(3)
  })

  it('may follow a change of the clock', async () => {
    const { store, ask } = await known()
    vi.setSystemTime(Date.now() - 3_600_000)
    expect(ask()).toEqual({ verdict: pass1 })
    await pass(2)
    const late = ask()
    expect(late).toEqual({})
    await pass(0)
    expect(late).toEqual({ verdict: pass1 })
    vi.setSystemTime(Date.now() + 3_600_000)
    const jumped = ask()
    expect(jumped).toEqual({})
    await pass(0)
    expect(jumped).toEqual({ verdict: pass1 })
    expect(store.reads).toHaveLength(3)
  })
})

describe('reads', () => {
  it('are shared, and begin half of maxAgeSeconds apart', async () => {
    const { store, ask } = setUp({ maxAgeSeconds: 4 })
    for (let request = 0; request < 1000; request += 1) {
      ask()
      await pass(0.01)
    }
    expect(store.reads).toHaveLength(5)
  })

  it('do not happen without requests', async () => {
    const { store } = await known()
    await pass(1000)
    expect(store.reads).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('while the store is down', () => {
  it('requests use the known list, without waiting, up to maxStaleSeconds', async () => {
    const { store, ask } = await known({ maxStaleSeconds: 10 })
    store.does('reject')
    await pass(2)
    const first = ask()
    expect(first).toEqual({})
    await pass(0)
    expect(first).toEqual({ verdict: pass1 })
    for (let second = 3; second <= 10; second += 1) {
      await pass(1)
      expect(ask()).toEqual({ verdict: pass1 })
    }
    await pass(0.001)
    expect(ask()).toEqual({ verdict: unavailable })
    expect(store.reads.length).toBeGreaterThan(8)
  })

  it('the first requests wait for a read that hangs, and no others', async () => {
    const { store, ask } = await known({ maxStaleSeconds: 10 })
    store.does('hold')
    await pass(1.1)
    const first = ask()
    await pass(1.5)
    const second = ask()
    await pass(0.499)
    expect([first, second]).toEqual([{}, {}])
    await pass(0.001)
    expect([first, second]).toEqual([{ verdict: pass1 }, { verdict: pass1 }])
    for (let age = 4; age <= 10; age += 1) {
      await pass(0.9)
      expect(ask()).toEqual({ verdict: pass1 })
    }
    await pass(1)
    expect(ask()).toEqual({ verdict: unavailable })
    expect(store.reads).toHaveLength(2)
  })

  it('a late answer counts, and ends the outage', async () => {
    const { store, ask } = await known()
    await store.append([entry()])
    store.does('hold', 'readAfter')
    await pass(1.1)
    ask()
    await pass(20)
    expect(ask(principal())).toEqual({ verdict: pass1 })
    store.does('answer')
    store.release()
    await pass(0)
    expect(ask(principal())).toEqual({ verdict: refused })
    const request = ask()
    expect(request).toEqual({})
    await pass(0)
    expect(request).toEqual({ verdict: pass1 })
  })

  it('requests wait again when timeoutSeconds and maxAgeSeconds have passed since a read failed', async () => {
    const { store, ask } = await known()
    store.does('reject')
    await pass(1.1)
    ask()
    await pass(0)
    store.does('hold')
    await pass(3)
    expect(ask()).toEqual({})
  })

  it.each([10, Infinity])(
    'a list that was never known is a 503, with maxStaleSeconds %d',
    async (maxStaleSeconds) => {
      const { store, ask } = setUp({ maxStaleSeconds })
      store.does('reject')
      const first = ask()
      await pass(0)
      expect(first).toEqual({ verdict: unavailable })
      expect(first.verdict).toMatchObject({ unavailable: { cause: new Error('The store is down') } })
      expect(ask()).toEqual({ verdict: unavailable })
      store.does('answer')
      await pass(0.5)
      ask()
      await pass(0)
      expect(ask()).toEqual({ verdict: pass1 })
    },
  )

  it('a list that is known goes on for as long as Infinity', async () => {
    const { store, ask } = await known({ maxStaleSeconds: Infinity })
    store.does('reject')
    await pass(1_000_000)
    const request = ask()
    await pass(0)
    expect(request).toEqual({ verdict: pass1 })
  })

  it('is judged when a request arrives', async () => {
    const { store, ask } = await known({ maxStaleSeconds: 2 })
    store.does('hold')
    await pass(1.9)
    const request = ask()
    await pass(2)
    expect(request).toEqual({ verdict: pass1 })
    expect(ask()).toEqual({ verdict: unavailable })
  })

  it('there is one warning, and one line when it is over', async () => {
    const { store, ask, lines } = await known()
    store.does('reject')
    for (let count = 0; count < 10; count += 1) {
      await pass(1)
      ask()
    }
    store.does('answer')
    await pass(1)
    ask()
    await pass(0)
    expect(lines).toMatchObject([
      { level: levels.warn, msg: 'revocations cannot be read', err: { message: 'The store is down' } },
      { level: levels.info, msg: 'revocations are read again' },
    ])
  })
})

describe('more entries than maxEntries', () => {
  it('are a 503 but for those that are refused, until enough have ended', async () => {
    const { store, list, ask, lines } = setUp({ maxEntries: 2 })
    await store.append(signIns(3))
    const first = ask()
    await pass(0)
    expect(first).toEqual({ verdict: unavailable })
    expect(ask(principal())).toEqual({ verdict: refused })
    await list.add(entry({ id: 'another' }))
    expect(ask()).toEqual({ verdict: refused })
    expect(store.appends).toHaveLength(2)
    const failure = list.ready().catch(String)
    await pass(0.5)
    expect(await failure).toContain('not up to date')
    await pass(86_700)
    ask()
    await pass(4)
    const last = ask()
    await pass(0)
    expect(last).toEqual({ verdict: pass1 })
    expect(lines.map(({ msg }) => msg)).toEqual([
      'there are more revocations than maxEntries',
      'there are no more revocations than maxEntries',
    ])
  })

  it('count whichever instance they are of', async () => {
    const { list, ask } = await known({ maxEntries: 2 })
    for (const added of signIns(2)) await list.add(added)
    expect(ask()).toEqual({ verdict: pass1 })
    await list.add(entry({ id: 'third' }))
    expect(ask()).toEqual({ verdict: unavailable })
  })
})

describe('ready', () => {
  it('resolves after one read, which requests then use', async () => {
    const { store, list, ask } = setUp()
    await list.ready()
    await list.ready()
    expect(ask()).toEqual({ verdict: pass1 })
    expect(store.reads).toHaveLength(1)
  })

  it('rejects when the read fails, with the cause', async () => {
    const { store, list } = setUp()
    store.does('reject')
    await expect(list.ready()).rejects.toMatchObject({
      code: 'revocations_unavailable',
      cause: new Error('The store is down'),
    })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects after timeoutSeconds', async () => {
    const { store, list } = setUp()
    store.does('hold')
    const settled = vi.fn<(error: unknown) => void>()
    list.ready().catch(settled)
    await pass(1.999)
    expect(settled).not.toHaveBeenCalled()
    await pass(0.001)
    expect(settled).toHaveBeenCalledWith(expect.objectContaining({ code: 'revocations_unavailable' }))
    const again = list.ready().catch(settled)
    await pass(0.5)
    await again
    expect(settled).toHaveBeenCalledTimes(2)
  })

  it('reads again, after a pause, when the read that it joined fails', async () => {
    const { store, list, ask } = setUp()
    store.does('reject')
    ask()
    store.does('answer')
    const ready = list.ready()
    await pass(0.499)
    expect(store.reads).toHaveLength(1)
    await pass(0.001)
    await ready
    expect(store.reads).toHaveLength(2)
  })

  it('waits for another read when the one that it joined began too early', async () => {
    const { store, list, ask } = setUp()
    store.does('hold')
    ask()
    await pass(1.5)
    const ready = list.ready()
    store.does('answer')
    store.release()
    await ready
    expect(store.reads).toHaveLength(2)
  })

  it('needs no read of its own if one begins during the pause', async () => {
    const { store, list, ask } = setUp()
    store.does('reject')
    ask()
    store.does('answer')
    const ready = list.ready()
    await pass(0.5)
    ask()
    await ready
    expect(store.reads).toHaveLength(2)
  })
})

describe('an entry of this instance', () => {
  it('refuses at once, also when it is not stored', async () => {
    const { store, list, ask, onNews } = await known()
    store.does('reject', 'append')
    const added = list.add(entry())
    expect(ask(principal())).toEqual({ verdict: refused })
    expect(onNews).toHaveBeenCalledOnce()
    await expect(added).rejects.toMatchObject({ code: 'revocations_unavailable' })
  })

  it('makes room when it ends, in a process that only revokes', async () => {
    const { list, ask } = await known({ maxEntries: 2 })
    for (const id of ['a', 'b', 'c']) await list.add(entry({ id, until: now + 1 }))
    expect(ask()).toEqual({ verdict: unavailable })
    await pass(2)
    await list.add(entry())
    // Not full any more: it waits for a read.
    expect(ask()).toEqual({})
  })

  it('is stored again after a read, and then other instances see it', async () => {
    const store = testStore()
    const [one, two] = [setUp({}, store), setUp({}, store)]
    store.does('reject', 'append')
    await expect(one.list.add(entry())).rejects.toThrow('not stored')
    store.does('answer')
    await pass(1)
    one.ask()
    await pass(1)
    two.ask(principal())
    await pass(0)
    expect(two.ask(principal())).toEqual({ verdict: refused })
  })
})

describe('a store that loses its data', () => {
  it('gets it back from one of its instances', async () => {
    const store = testStore()
    const [one, two] = [setUp({}, store), setUp({}, store)]
    await one.list.add(entry())
    for (const { list } of [one, two]) await list.ready()
    store.flush()
    await pass(1)
    for (const { ask } of [one, two]) expect(ask(principal())).toEqual({ verdict: refused })
    await pass(0)
    await pass(1)
    const later = setUp({}, store)
    await later.list.ready()
    expect(later.ask(principal())).toEqual({ verdict: refused })
  })
})

describe('news', () => {
  it('are entries that were not known', async () => {
    const { store, ask, onNews } = await known()
    await store.append([entry()])
    await pass(0.5)
    ask()
    await pass(0.5)
    expect(onNews).toHaveBeenCalledOnce()
    ask()
    await pass(0.5)
    expect(onNews).toHaveBeenCalledOnce()
  })
})

describe('refresh', () => {
  it('reads the list unless that began a short time ago', async () => {
    const { store, list } = await known()
    list.refresh()
    expect(store.reads).toHaveLength(1)
    await pass(0.5)
    list.refresh()
    expect(store.reads).toHaveLength(2)
  })
})
