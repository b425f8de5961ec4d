import { describe, expect, it } from 'vitest'
import { runInNewContext } from 'node:vm'
import { isObject, isPlainObject } from '../../dist/lib/is-object.js'

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

describe('isPlainObject', () => {
  it.each([
    ['a literal', {}, true],
    ['an object without a prototype', Object.create(null), true],
    ['a literal of another realm', runInNewContext('({})'), true],
    ['null', null, false],
    ['an array', [], false],
    ['a function', () => undefined, false],
    ['a map', new Map(), false],
    ['an object that inherits', Object.create({ a: 1 }), false],
  ])('of %s', (_, value, answer) => {
    expect(isPlainObject(value)).toBe(answer)
  })
})
