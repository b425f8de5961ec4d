import { describe, expect, it, vi } from 'vitest'
import { elapsedMs, momentOf, system, within } from '../dist/environment.js'
import { pass, useFakeClock } from './support/clock.ts'
import { now } from './support/principals.ts'

useFakeClock()

describe('the system', () => {
  it('tells the time by both clocks', async () => {
    const before = momentOf(system)
    expect(before.wall).toBe(now * 1000)
    await pass(2)
    expect(momentOf(system)).toEqual({ wall: before.wall + 2000, monotonic: before.monotonic + 2000 })
  })

  it('has timers that can be cancelled', async () => {
    const [kept, cancelled] = [vi.fn<() => void>(), vi.fn<() => void>()]
    system.after(1000, kept)
    system.after(1000, cancelled)()
    await pass(1)
    expect(kept).toHaveBeenCalledOnce()
    expect(cancelled).not.toHaveBeenCalled()
  })

  it('has random numbers', () => {
    expect(system.random()).toBe(0.5)
  })
})

describe('elapsedMs', () => {
  const from = { wall: 5000, monotonic: 100 }

  it.each([
    ['agree', { wall: 6000, monotonic: 1100 }, 1000],
    ['differ because one was set back', { wall: 4000, monotonic: 1100 }, 1000],
    ['differ because one was set forward', { wall: 9000, monotonic: 1100 }, 4000],
    ['differ because one stood still', { wall: 9000, monotonic: 100 }, 4000],
  ])('takes the longer time if clocks %s', (_how, to, elapsed) => {
    expect(elapsedMs(from, to)).toBe(elapsed)
  })

  it('is negative for an earlier moment, whatever the other clock says', () => {
    expect(elapsedMs(from, from)).toBe(0)
    expect(elapsedMs(from, { wall: 9000, monotonic: 90 })).toBe(-10)
  })
})

describe('within', () => {
  const late = () => new Error('late')

  it('returns what the promise returns, and leaves no timer', async () => {
    expect(await within(system, 1000, Promise.resolve(1), late)).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects as the promise does, and leaves no timer', async () => {
    await expect(within(system, 1000, Promise.reject(new Error('down')), late)).rejects.toThrow('down')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects when the time is over', async () => {
    const waiting = within(system, 1000, new Promise(() => undefined), late)
    const settled = vi.fn<(error: unknown) => void>()
    waiting.catch(settled)
    await pass(0.999)
    expect(settled).not.toHaveBeenCalled()
    await pass(0.001)
    expect(settled).toHaveBeenCalledWith(new Error('late'))
  })
})
