import { describe, expect, it } from 'vitest'
import { checkFunction, mistake, namesOf, numberOf, objectOf, urlOf } from '../../dist/settings/validate.js'
import { isObject } from '../../dist/lib/is-object.js'
import { mistakeOf } from '../support/refusal.ts'

const setting = (value: unknown) => ({ option: 'option', value })

describe('mistake', () => {
  it('names option, value and what is allowed', () => {
    expect(mistake(setting(7), 'a text')).toMatchObject({
      name: 'ConfigurationError',
      option: 'option',
      message: 'option is 7. It must be a text.',
    })
  })

  it('names the variable that the value comes from', () => {
    expect(mistake({ ...setting('7'), variable: 'VARIABLE' }, 'a text').message).toBe(
      "option (from the environment variable VARIABLE) is '7'. It must be a text.",
    )
  })

  it.each([
    ['a long text', 'x'.repeat(1000), 200],
    ['a long list', Array.from({ length: 1000 }, () => 'x'), 200],
    ['a deep object', { a: { b: { c: 'x'.repeat(1000) } } }, 200],
    [
      'an object with many members',
      Object.fromEntries(Array.from({ length: 99 }, (_, name) => [`name${name}`, 1])),
      202,
    ],
  ])('shows %s on one line, shortened', (_, value, length) => {
    const { message } = mistake(setting(value), 'short')
    expect(message).not.toContain('\n')
    expect(message.length).toBeLessThan('option is . It must be short.'.length + length)
  })

  it('ends what it cut with an ellipsis', () => {
    const many = Object.fromEntries(Array.from({ length: 99 }, (_, name) => [`name${name}`, 1]))
    expect(mistake(setting(many), 'short').message).toMatch(/…\. It must be short\.$/)
    expect(mistake(setting({ a: 1 }), 'short').message).not.toContain('…')
  })
})

describe('objectOf', () => {
  const known = ['userPoolId', 'userPools', 'realm']

  it('returns an object with known members only', () => {
    const value = { realm: 'api' }
    expect(objectOf(setting(value), known)).toBe(value)
    expect(objectOf(setting({}), known)).toEqual({})
  })

  it.each([undefined, null, 7, 'text', [], () => undefined])('refuses %o', (value) => {
    expect(mistakeOf(() => objectOf(setting(value), known)).message).toContain(
      'an object with the options userPoolId, userPools, realm',
    )
  })

  it.each([
    ['realms', 'realm'],
    ['REALM', 'realm'],
    ['ralm', 'realm'],
    ['relam', 'realm'],
    ['reams', 'realm'],
    ['userPool', 'userPools'],
    ['userPoolIds', 'userPoolId'],
    ['poolId', 'userPoolId'],
    ['pool', 'userPoolId'],
    ['rea', 'realm'],
    ['poo', undefined],
    ['xyz', undefined],
  ])('proposes for %s the nearest name', (name, meant) => {
    const { option, message } = mistakeOf(() => objectOf(setting({ [name]: 1 }), known))
    expect(option).toBe(`option.${name}`)
    expect(message).toBe(
      meant === undefined
        ? `\`option.${name}\` is not an option. The options are userPoolId, userPools, realm.`
        : `\`option.${name}\` is not an option. Did you mean to pass \`option.${meant}\`?`,
    )
  })

  it('has no path in front of the options themselves', () => {
    const options = { option: 'options', value: { realms: 1 } }
    expect(mistakeOf(() => objectOf(options, known))).toMatchObject({
      option: 'realms',
      message: '`realms` is not an option. Did you mean to pass `realm`?',
    })
  })
})

describe('numberOf', () => {
  const read = (value: unknown) => numberOf(setting(value), 5, (number) => number < 10, 'less than 10')

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
        setting(() => 7),
        'a function',
      ),
    ).not.toThrow()
    expect(() => checkFunction(setting(undefined), 'a function')).not.toThrow()
  })

  it.each([null, 7, 'text', {}, []])('refuses %o', (value) => {
    expect(mistakeOf(() => checkFunction(setting(value), 'a function')).message).toContain(
      'It must be a function.',
    )
  })
})

describe('namesOf', () => {
  it('reads one name and several', () => {
    expect(namesOf(setting('one'), 'one', 'names')).toEqual(new Set(['one']))
    expect(namesOf(setting('one,two'), ['one', 'two', 'one'], 'names')).toEqual(new Set(['one', 'two']))
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
    expect(mistakeOf(() => namesOf(setting('as set'), value, 'names'))).toMatchObject({
      option: 'option',
      message: "option is 'as set'. It must be names.",
    })
  })
})

describe('urlOf', () => {
  it('reads a URL', () => {
    expect(urlOf('https://example.com/a')?.href).toBe('https://example.com/a')
  })

  it.each([undefined, null, 7, '', 'example.com', '/a', new URL('https://example.com')])(
    'finds none in %o',
    (value) => {
      expect(urlOf(value)).toBeUndefined()
    },
  )
})

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
