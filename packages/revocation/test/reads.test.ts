import { describe, expect, it, vi } from 'vitest'
import { messagesOf, subscribeForTest } from '../../../test/support/messages.ts'
import { momentOf, system } from '../dist/environment.js'
import type { Reader, ReadResult } from '../dist/reader.js'
import { type ReadListener, Reads } from '../dist/reads.js'
import { resolveSettings } from '../dist/settings.js'
import { channels } from '@cognito-auth/core'
import { memoryStore } from '@cognito-auth/revocation'
import { pass, useFakeClock } from './support/clock.ts'

useFakeClock()

const result: ReadResult = { isNew: false }

/** Reads that end when they are told to. */
function setUp() {
  const ends: ((error?: Error) => void)[] = []
  const read = () =>
    new Promise<ReadResult>((resolve, reject) => {
      ends.push((error) => (error ? reject(error) : resolve(result)))
    })
  const listener = {
    succeeded: vi.fn<ReadListener['succeeded']>(),
    failed: vi.fn<ReadListener['failed']>(),
  }
  const reader: Pick<Reader, 'read' | 'entries'> = { read, entries: 7 }
  const reads = new Reads(reader, listener, resolveSettings({ store: memoryStore() }), system)
  const state = () => {
    const now = momentOf(system)
    return { ageMs: reads.ageMs(now), isSuspended: reads.isSuspended(now), failure: reads.failure }
  }
  const end = async (error?: Error) => {
    ends.at(-1)?.(error)
    await pass(0)
  }
  return { reads, ends, listener, state, end, beginIfDue: () => reads.beginIfDue(momentOf(system)) }
}

describe('a read', () => {
  it('makes the list as old as its beginning', async () => {
    const { beginIfDue, end, state, listener } = setUp()
    expect(state()).toEqual({ ageMs: Infinity, isSuspended: false, failure: undefined })
    const began = momentOf(system)
    beginIfDue()
    await pass(1)
    await end()
    expect(state()).toEqual({ ageMs: 1000, isSuspended: false, failure: undefined })
    expect(listener.succeeded.mock.calls).toEqual([[began, result]])
  })

  it('suspends waiting for timeoutSeconds and maxAgeSeconds when it fails', async () => {
    const { beginIfDue, end, state, listener } = setUp()
    const failure = new Error('down')
    beginIfDue()
    await end(failure)
    expect(listener.failed.mock.calls).toEqual([[failure]])
    await pass(2.999)
    expect(state()).toEqual({ ageMs: Infinity, isSuspended: true, failure })
    await pass(0.001)
    expect(state()).toMatchObject({ isSuspended: false, failure })
  })

  it('suspends waiting from when it is overdue until it ends', async () => {
    const { beginIfDue, end, state, listener } = setUp()
    beginIfDue()
    await pass(1.999)
    expect(state()).toMatchObject({ isSuspended: false })
    await pass(0.001)
    expect(state()).toMatchObject({ isSuspended: true })
    await pass(1000)
    expect(state()).toMatchObject({ isSuspended: true })
    await end()
    expect(state()).toEqual({ ageMs: 1_002_000, isSuspended: false, failure: undefined })
    expect([listener.failed, listener.succeeded].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })

  it('begins only if there is none, and half of maxAgeSeconds after the last one', async () => {
    const { beginIfDue, ends, end } = setUp()
    beginIfDue()
    await pass(0.6)
    beginIfDue()
    expect(ends).toHaveLength(1)
    await end()
    beginIfDue()
    expect(ends).toHaveLength(2)
    await end()
    await pass(0.499)
    beginIfDue()
    expect(ends).toHaveLength(2)
    await pass(0.001)
    beginIfDue()
    expect(ends).toHaveLength(3)
  })
})

describe('waiting', () => {
  it('joins the read in progress, or begins one', async () => {
    const { reads, ends, end } = setUp()
    const waited = Promise.all([reads.next(), reads.next(), reads.current()])
    expect(ends).toHaveLength(1)
    await end()
    await waited
    await reads.current()
    expect(ends).toHaveLength(1)
  })

  it('for the pause takes until the next read may begin', async () => {
    const { reads, beginIfDue, end } = setUp()
    await reads.pause()
    beginIfDue()
    await end()
    const paused = vi.fn<() => void>()
    void reads.pause().then(paused)
    await pass(0.499)
    expect(paused).not.toHaveBeenCalled()
    await pass(0.001)
    expect(paused).toHaveBeenCalledOnce()
  })
})

describe('the channel cognito-auth:revocations.read', () => {
  it('tells of a read with its duration and the number of known entries', async () => {
    const messages = messagesOf(channels.revocationsRead)
    const { beginIfDue, end } = setUp()
    beginIfDue()
    await pass(0.25)
    await end()
    expect(messages).toEqual([{ ok: true, durationMs: 250, entries: 7 }])
  })

  it('tells of a read that fails', async () => {
    const messages = messagesOf(channels.revocationsRead)
    const { beginIfDue, end } = setUp()
    beginIfDue()
    await end(new Error('down'))
    expect(messages).toEqual([{ ok: false, durationMs: 0, entries: 7 }])
  })

  it('tells of an overdue read when it falls due, and once more only if it succeeds', async () => {
    const messages = messagesOf(channels.revocationsRead)
    const { beginIfDue, end } = setUp()
    beginIfDue()
    await pass(2)
    const overdue = { ok: false, durationMs: 2000, entries: 7 }
    expect(messages).toEqual([overdue])
    await pass(1)
    await end(new Error('down'))
    expect(messages).toEqual([overdue])
    beginIfDue()
    await pass(3)
    await end()
    expect(messages).toEqual([overdue, overdue, { ok: true, durationMs: 3000, entries: 7 }])
  })

  it('does not fail a read when a subscriber throws', async () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    subscribeForTest(channels.revocationsRead, () => {
      throw new Error('a fault of the subscriber')
    })
    const { beginIfDue, end, listener } = setUp()
    beginIfDue()
    await end()
    expect(listener.succeeded).toHaveBeenCalledOnce()
    expect(listener.failed).not.toHaveBeenCalled()
  })
})
