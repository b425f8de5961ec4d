import { describe, expect, it, vi } from 'vitest'
import { isPromise, whenKnown } from '../../dist/lib/maybe-promise.js'

describe('whenKnown', () => {
  it('goes on at once with a value', () => {
    expect(whenKnown({ name: 'alice' }, ({ name }) => name)).toBe('alice')
  })

  it('goes on later with the value of a promise', async () => {
    const next = vi.fn<(value: { name: string }) => string>(({ name }) => name)
    const result = whenKnown(Promise.resolve({ name: 'alice' }), next)
    expect(next).not.toHaveBeenCalled()
    expect(await result).toBe('alice')
  })
})

describe('isPromise', () => {
  it('is true of what has a method then, whoever has made it', () => {
    expect(isPromise(Promise.resolve({}))).toBe(true)
    // oxlint-disable-next-line unicorn/no-thenable -- as libraries make them
    expect(isPromise({ then: () => undefined })).toBe(true)
  })

  it.each([{}, { name: 'alice' }])('is false of %o', (value) => {
    expect(isPromise(value)).toBe(false)
  })
})
