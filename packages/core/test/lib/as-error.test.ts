import { describe, expect, it } from 'vitest'
import { asError } from '../../dist/lib/as-error.js'

describe('asError', () => {
  it('returns an error unchanged', () => {
    const error = new TypeError('fault')
    expect(asError(error)).toBe(error)
  })

  it.each([undefined, null, 0, '', 'route', 'router', {}, { message: 'fault', statusCode: 200 }])(
    'wraps %o in an error, as its cause',
    (thrown) => {
      const error = asError(thrown)
      expect(error).toBeInstanceOf(Error)
      expect(error.message).toBe('A value that is not an error was thrown')
      expect(error.cause).toBe(thrown)
      expect(error).not.toHaveProperty('statusCode')
    },
  )
})
