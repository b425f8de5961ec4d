import { describe, expect, it } from 'vitest'
import { withoutStack } from '../../dist/lib/without-stack.js'

describe('withoutStack', () => {
  it('returns the result of the function', () => {
    expect(withoutStack(() => 7)).toBe(7)
  })

  it('keeps errors from recording a stack trace, and only inside the function', () => {
    expect(withoutStack(() => new Error('inside')).stack).toBe('Error: inside')
    expect(new Error('later').stack).toContain('without-stack.test.ts')
  })

  it('restores the limit after a throw', () => {
    const { stackTraceLimit } = Error
    expect(() =>
      withoutStack(() => {
        throw new Error('fault')
      }),
    ).toThrow('fault')
    expect(Error.stackTraceLimit).toBe(stackTraceLimit)
  })

  it('restores a limit that is not the default', () => {
    const { stackTraceLimit } = Error
    try {
      Error.stackTraceLimit = 3
      withoutStack(() => undefined)
      expect(Error.stackTraceLimit).toBe(3)
    } finally {
      Error.stackTraceLimit = stackTraceLimit
    }
  })

  it('runs the function where the limit cannot be changed', () => {
    const { stackTraceLimit } = Error
    Object.defineProperty(Error, 'stackTraceLimit', { writable: false })
    try {
      expect(withoutStack(() => 7)).toBe(7)
      expect(Error.stackTraceLimit).toBe(stackTraceLimit)
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', { writable: true })
    }
  })
})
