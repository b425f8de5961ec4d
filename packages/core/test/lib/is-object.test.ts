import { describe, expect, it } from 'vitest'
import { isObject } from '../../dist/lib/is-object.js'

describe('isObject', () => {
  it.each([
    [{}, true],
    [Object.create(null), true],
    [new Map(), true],
    [null, false],
    [undefined, false],
    [[], false],
    ['text', false],
    [() => undefined, false],
  ])('of %o is %s', (value, answer) => {
    expect(isObject(value)).toBe(answer)
  })
})
