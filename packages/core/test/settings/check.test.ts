import { describe, expect, it } from 'vitest'
import { checkFunction, checkNames, checkNumber } from '../../dist/settings/check.js'
import { mistakeOf } from '../support/refusal.ts'

const raw = (value: unknown) => ({ option: 'option', value })

describe('checkNumber', () => {
  const read = (value: unknown) => checkNumber(raw(value), 5, (number) => number < 10, 'less than 10')

  it('returns a number that is allowed, and the fallback for none', () => {
    expect(read(9.999)).toBe(9.999)
    expect(read(undefined)).toBe(5)
  })

  it.each([10, Infinity, -Infinity, Number.NaN, '5', null, 5n, [5], Object(5)])('refuses %o', (value) => {
    expect(mistakeOf(() => read(value)).message).toContain('It must be less than 10.')
  })
})

describe('checkFunction', () => {
  it('accepts a function and nothing', () => {
    expect(() =>
      checkFunction(
        raw(() => 7),
        'a function',
      ),
    ).not.toThrow()
    expect(() => checkFunction(raw(undefined), 'a function')).not.toThrow()
  })

  it.each([null, 7, 'text', {}, []])('refuses %o', (value) => {
    expect(mistakeOf(() => checkFunction(raw(value), 'a function')).message).toContain(
      'It must be a function.',
    )
  })
})

describe('checkNames', () => {
  it('reads one name and several', () => {
    expect(checkNames(raw('one'), 'one', 'names')).toEqual(new Set(['one']))
    expect(checkNames(raw('one,two'), ['one', 'two', 'one'], 'names')).toEqual(new Set(['one', 'two']))
  })

  it.each([
    [undefined],
    [null],
    [''],
    [7],
    [[]],
    [['']],
    [['one', ' ']],
    ['one two'],
    [['one two']],
    ['one,two'],
    [[['one']]],
    [{}],
  ])('refuses %j, and shows the value as it was set', (value) => {
    expect(mistakeOf(() => checkNames(raw('as set'), value, 'names'))).toMatchObject({
      option: 'option',
      message: "option is 'as set'. It must be names.",
    })
  })
})
