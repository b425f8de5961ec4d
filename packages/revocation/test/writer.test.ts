import { describe, expect, it, vi } from 'vitest'
import { levels, memoryLog } from '../../../test/support/log.ts'
import { momentOf, system } from '../dist/environment.js'
import { KnownRevocations } from '../dist/known-revocations.js'
import { TroubleLog } from '../dist/trouble-log.js'
import { Writer } from '../dist/writer.js'
import { pass, useFakeClock } from './support/clock.ts'
import { entry, signIns } from './support/entries.ts'
import { now } from './support/principals.ts'
import { testStore } from './support/store.ts'

useFakeClock()

function setUp() {
  const store = testStore()
  const known = new KnownRevocations()
  const { logger, lines } = memoryLog()
  const writer = new Writer(
    { store, timeoutSeconds: 2, maxAgeSeconds: 1 },
    known,
    new TroubleLog(logger),
    system,
  )
  /** Knows an entry and stores it. */
  const write = (added = entry()) => {
    known.add(added)
    return writer.store([added])
  }
  /** A read that began so many seconds ago ends. */
  const readEnds = (secondsAgo = 0) => {
    const { wall, monotonic } = momentOf(system)
    writer.readEnded({ wall: wall - secondsAgo * 1000, monotonic: monotonic - secondsAgo * 1000 })
  }
  return { store, known, writer, lines, write, readEnds }
}

describe('storing', () => {
  it('appends to the store', async () => {
    const { store, write } = setUp()
    await write()
    expect(store.appends).toEqual([[entry()]])
  })

  it('rejects with a 503 and the cause when the store does', async () => {
    const { store, write } = setUp()
    store.does('reject')
    const error = await write().catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'revocations_unavailable',
      statusCode: 503,
      status: 503,
      expose: false,
      cause: new Error('The store is down'),
    })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects when the store throws instead of returning a promise', async () => {
    const { known } = setUp()
    const store = {
      ...testStore(),
      append: () => {
        throw new Error('closed')
      },
    }
    const writer = new Writer(
      { store, timeoutSeconds: 2, maxAgeSeconds: 1 },
      known,
      new TroubleLog(undefined),
      system,
    )
    await expect(writer.store([entry()])).rejects.toMatchObject({ cause: new Error('closed') })
  })

  it('rejects when nothing was stored in time', async () => {
    const { store, write } = setUp()
    store.does('hold')
    const settled = vi.fn<(error: unknown) => void>()
    write().catch(settled)
    await pass(1.999)
    expect(settled).not.toHaveBeenCalled()
    await pass(0.001)
    expect(settled).toHaveBeenCalledWith(
      expect.objectContaining({ cause: new Error('The revocation store did not answer in time') }),
    )
  })
})

describe('storing again', () => {
  it('happens after a delay, if a read that began after the write did not show the entry', async () => {
    const { store, write, readEnds } = setUp()
    store.does('reject')
    await expect(write()).rejects.toThrow('not stored')
    store.does('answer')
    await pass(0.1)
    readEnds()
    await pass(0.499)
    expect(store.appends).toHaveLength(1)
    await pass(0.001)
    expect(store.appends).toEqual([[entry()], [entry()]])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('waits for a read that began after the write', async () => {
    const { store, write, readEnds } = setUp()
    await write()
    await pass(1)
    readEnds(1.5)
    await pass(1)
    expect(store.appends).toHaveLength(1)
    readEnds(0)
    await pass(1)
    expect(store.appends).toHaveLength(2)
  })

  it('waits for a write that is on its way, but no longer than for its time', async () => {
    const { store, write, readEnds } = setUp()
    store.does('hold', 'append')
    write().catch(() => undefined)
    await pass(1)
    readEnds()
    await pass(1)
    expect(store.appends).toHaveLength(1)
    await pass(1)
    store.does('answer')
    readEnds()
    await pass(1)
    expect(store.appends).toHaveLength(2)
  })

  it('does not happen for an entry that was shown meanwhile, or that has ended', async () => {
    const { store, known, readEnds } = setUp()
    known.add(entry())
    known.add(entry({ id: 'ended', until: now }))
    readEnds()
    known.show(entry())
    await pass(1)
    expect(store.appends).toEqual([])
  })

  it('happens once for each read, and is not delayed again by the next one', async () => {
    const { store, known, readEnds } = setUp()
    known.add(entry())
    readEnds()
    await pass(0.3)
    readEnds()
    await pass(0.2)
    expect(store.appends).toHaveLength(1)
    await pass(10)
    expect(store.appends).toHaveLength(1)
  })

  it('begins anywhere and goes around', async () => {
    const { store, known, readEnds } = setUp()
    for (const added of signIns(600)) known.add(added)
    readEnds()
    await pass(1)
    const ids = store.appends[0]?.map(({ id }) => id) ?? []
    expect(ids).toHaveLength(350)
    expect(ids.slice(0, 2)).toEqual(['sign-in-301', 'sign-in-302'])
    expect(ids.at(-1)).toBe('sign-in-50')
  })

  it('takes more entries after a quick read, half as many after a slow one or a failure', async () => {
    const { store, known, readEnds } = setUp()
    for (const added of signIns(10_000)) known.add(added)
    for (const secondsAgo of [0, 0.25, 0.25, 0.251, 0.3, 0.3, 0.3, 0]) {
      readEnds(secondsAgo)
      await pass(2)
    }
    store.does('reject')
    for (let count = 0; count < 2; count += 1) {
      readEnds()
      await pass(1)
    }
    const sizes = [350, 600, 850, 425, 212, 106, 100, 350, 600, 550]
    expect(store.appends.map(({ length }) => length)).toEqual(sizes)
  })

  it('takes at most 5,000 entries, and begins with few again when it was through', async () => {
    const { store, known, readEnds } = setUp()
    for (const added of signIns(6000)) known.add(added)
    for (let count = 0; count < 22; count += 1) {
      readEnds()
      await pass(1)
    }
    expect(store.appends.map(({ length }) => length).slice(-4)).toEqual([4850, 5000, 5000, 5000])
    for (const added of signIns(6000)) known.show(added)
    readEnds()
    known.forgetShown()
    readEnds()
    await pass(1)
    expect(store.appends.at(-1)?.length).toBe(350)
  })

  it('does not repeat what it has just stored', async () => {
    const { store, known, readEnds } = setUp()
    for (const added of signIns(500)) known.add(added)
    readEnds()
    await pass(1)
    // A read that began before.
    readEnds(0.7)
    await pass(1)
    expect(store.appends.map(({ length }) => length)).toEqual([350, 150])
    expect(new Set(store.appends.flat().map(({ id }) => id))).toHaveLength(500)
  })

  it('may repeat the oldest of very many writes, which are not all remembered', async () => {
    const { store, write, readEnds } = setUp()
    for (const added of signIns(1001)) await write(added)
    // A read that began before all of them.
    readEnds(1)
    await pass(1)
    expect(store.appends.at(-1)).toEqual([entry()])
  })

  it('is given up when a read fails, and left to the next one', async () => {
    const { store, known, writer, readEnds } = setUp()
    writer.readFailed()
    known.add(entry())
    readEnds()
    writer.readFailed()
    await pass(1)
    expect([store.appends.length, vi.getTimerCount()]).toEqual([0, 0])
    readEnds()
    await pass(1)
    expect(store.appends).toHaveLength(1)
  })

  it('has one warning when it fails, and one line when it works again', async () => {
    const { store, known, lines, readEnds } = setUp()
    known.add(entry())
    store.does('reject')
    for (let time = 0; time < 2; time += 1) {
      readEnds()
      await pass(1)
    }
    store.does('answer')
    readEnds()
    await pass(1)
    expect(store.appends).toHaveLength(3)
    expect(lines).toMatchObject([
      { level: levels.warn, msg: 'revocations cannot be stored again' },
      { level: levels.info, msg: 'revocations are stored again' },
    ])
  })
})
