import { describe, expect, it } from 'vitest'
import { isLogger } from '../../dist/settings/logger.js'

describe('isLogger', () => {
  it.each([undefined, null, 7, 'logger', {}, { info: () => undefined }, { warn: () => undefined }])(
    'refuses %o',
    (value) => {
      expect(isLogger(value)).toBe(false)
    },
  )

  it('accepts console, and objects that inherit its methods', () => {
    expect(isLogger(console)).toBe(true)
    expect(isLogger(Object.create(console))).toBe(true)
  })
})
