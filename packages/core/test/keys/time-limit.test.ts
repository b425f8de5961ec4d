import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TimeLimit } from '../../dist/keys/time-limit.js'
import { settle } from '../support/key-server.ts'

const error = new Error('too late')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Starts a limit of ten seconds, which ticks once a second, and says what became of it. */
function start(seconds = 10) {
  const limit = new TimeLimit(seconds, () => error)
  const ended = vi.fn<(reason: unknown) => void>()
  limit.passed.catch(ended)
  return { limit, ended }
}

/** Lets so much time pass in a process that runs. */
async function run(milliseconds: number) {
  await vi.advanceTimersByTimeAsync(milliseconds)
  await settle()
}

/** Lets so much time pass in which the process stands still: timers are late afterwards. */
function freeze(milliseconds: number) {
  vi.setSystemTime(Date.now() + milliseconds)
}

describe('TimeLimit', () => {
  it('rejects with its error when the time is up, and not before', async () => {
    const { limit, ended } = start()
    await run(9999)
    expect(ended).not.toHaveBeenCalled()
    await run(1)
    expect(ended).toHaveBeenCalledExactlyOnceWith(error)
    expect(limit.wasHeldUp).toBe(false)
    expect(limit.seconds).toBe(10)
  })

  it('leaves no timer when it is stopped, at any time', async () => {
    for (const milliseconds of [0, 999, 1000, 5500]) {
      const { limit, ended } = start()
      await run(milliseconds)
      limit.stop()
      expect(vi.getTimerCount()).toBe(0)
      await run(20_000)
      expect(ended).not.toHaveBeenCalled()
    }
  })

  it('has what arrived in time read first', async () => {
    const { ended } = start()
    const arrival = vi.fn<() => void>()
    setImmediate(arrival)
    ended.mockImplementation(() => expect(arrival).toHaveBeenCalled())
    await run(10_000)
    expect(ended).toHaveBeenCalledOnce()
  })

  it.each([
    ['a second', 1000, false, 9],
    ['more than a second', 1001, true, 1],
    ['an hour', 3_600_000, true, 1],
  ])('counts a delay of %s as one tick', async (_, delay, wasHeldUp, ticksLeft) => {
    const { limit, ended } = start()
    freeze(delay)
    await run(1000)
    expect(limit.wasHeldUp).toBe(wasHeldUp)
    await run(ticksLeft * 1000 - 1)
    expect(ended).not.toHaveBeenCalled()
    await run(1)
    expect(ended).toHaveBeenCalledOnce()
  })

  it('leaves one more tick after a delay at its very end, once', async () => {
    const { limit, ended } = start()
    await run(9000)
    freeze(60_000)
    await run(1000)
    expect(limit.wasHeldUp).toBe(true)
    expect(ended).not.toHaveBeenCalled()
    freeze(60_000)
    await run(1000)
    expect(ended).toHaveBeenCalledOnce()
  })

  it('knows of a delay before its timer does', async () => {
    const { limit } = start()
    await run(500)
    freeze(1500)
    expect(limit.wasHeldUp).toBe(false)
    freeze(1)
    expect(limit.wasHeldUp).toBe(true)
  })
})
