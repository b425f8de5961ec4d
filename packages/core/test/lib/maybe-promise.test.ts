import { describe, expect, it } from 'vitest'
import { isPromise } from '../../dist/lib/maybe-promise.js'

describe('isPromise', () => {
  it('is true for an object with a method then, of any library', () => {
    expect(isPromise(Promise.resolve({}))).toBe(true)
    // oxlint-disable-next-line unicorn/no-thenable -- some libraries return such objects
    expect(isPromise({ then: () => undefined })).toBe(true)
  })

  // oxlint-disable-next-line unicorn/no-thenable -- data may have such a member
  it.each([undefined, null, true, 'text', {}, { name: 'alice' }, { then: true }, () => undefined])(
    'is false for %o',
    (value) => {
      expect(isPromise(value)).toBe(false)
    },
  )
})
