import { describe, expect, it } from 'vitest'
import { isObject } from '../../dist/lib/is-object.js'

describe('isObject', () => {
  it.each([{}, { name: 'alice' }, Object.create(null), new Map()])('is true for %o', (value) => {
    expect(isObject(value)).toBe(true)
  })

  it.each([undefined, null, true, 0, 'text', Symbol('name'), [], [{}], () => undefined])(
    'is false for %o',
    (value) => {
      expect(isObject(value)).toBe(false)
    },
  )
})
