import { describe, expect, it, vi } from 'vitest'
import { momentOf, system } from '../dist/environment.js'
import { ReadInProgress } from '../dist/read-in-progress.js'
import { pass, useFakeClock } from './support/clock.ts'

useFakeClock()

function begin() {
  const onOverdue = vi.fn<() => void>()
  const read = new ReadInProgress(system, momentOf(system), 2000, onOverdue)
  const onReleased = vi.fn<() => void>()
  void read.released().then(onReleased)
  return { read, onOverdue, onReleased }
}

describe('a read in progress', () => {
  it('releases what waits when it ends, and leaves no timer', async () => {
    const { read, onOverdue, onReleased } = begin()
    await pass(1.999)
    expect(onReleased).not.toHaveBeenCalled()
    read.end()
    await pass(10)
    expect(onReleased).toHaveBeenCalledOnce()
    expect([onOverdue.mock.calls.length, read.isOverdue, vi.getTimerCount()]).toEqual([0, false, 0])
  })

  it('releases what waits when it is overdue', async () => {
    const { read, onOverdue, onReleased } = begin()
    await pass(2)
    expect([onOverdue, onReleased].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
    expect(read.isOverdue).toBe(true)
    await read.released()
    read.end()
    await pass(10)
    expect(onOverdue).toHaveBeenCalledOnce()
  })

  it('gets its time once more if the process did not run', async () => {
    const { read, onOverdue, onReleased } = begin()
    vi.setSystemTime(Date.now() + 3_600_000)
    await pass(3.999)
    expect([read.isOverdue, onReleased.mock.calls.length]).toEqual([false, 0])
    await pass(0.001)
    expect([read.isOverdue, onOverdue.mock.calls.length]).toEqual([true, 1])
  })

  it('may end in that time', async () => {
    const { read, onOverdue, onReleased } = begin()
    vi.setSystemTime(Date.now() + 3_600_000)
    await pass(3)
    read.end()
    await pass(10)
    expect([onOverdue, onReleased].map(({ mock }) => mock.calls.length)).toEqual([0, 1])
  })

  it('is overdue if the timer is late by no more than a busy process is', async () => {
    const { read } = begin()
    vi.setSystemTime(Date.now() + 50)
    await pass(2)
    expect(read.isOverdue).toBe(true)
  })
})
