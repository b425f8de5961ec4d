import { describe, expect, it } from 'vitest'
import { readCookie } from '../../dist/authenticate/cookie.js'

const read = (cookie: string, name = '__Host-access') => readCookie({ headers: { cookie } }, name)

describe('readCookie', () => {
  it.each([
    ['__Host-access=abc', 'abc'],
    ['a=1; __Host-access=abc; b=2', 'abc'],
    ['a=1;__Host-access=abc;b=2', 'abc'],
    [' \t__Host-access=abc\t ;', 'abc'],
    [';;; ; __Host-access=abc;', 'abc'],
    ['a=1; a=2; __Host-access=abc', 'abc'],
    // as it stands
    ['__Host-access="abc"', '"abc"'],
    ['__Host-access=a=b==', 'a=b=='],
    ['__Host-access==abc', '=abc'],
    ['__Host-access=a%20b', 'a%20b'],
    ['__Host-access=a b', 'a b'],
    ['__Host-access= abc', ' abc'],
    ['__Host-access=a,b', 'a,b'],
    ['__Host-access=Bearer abc', 'Bearer abc'],
  ])('reads %j as %j', (cookie, value) => {
    expect(read(cookie)).toBe(value)
  })

  it.each([
    '',
    ';',
    '__Host-access',
    '__Host-access=',
    '__Host-access= \t',
    '=__Host-access=abc',
    '=abc',
    'abc',
    // other names
    '__host-access=abc',
    '__HOST-ACCESS=abc',
    '__Host-Access=abc',
    '__Host-acces=abc',
    '__Host-access2=abc',
    'x__Host-access=abc',
    '__Secure-access=abc',
    'access=abc',
    '__Host-access =abc',
    '"__Host-access"=abc',
    '$__Host-access=abc',
    'a=__Host-access=abc',
    'a="; b"=__Host-access=abc',
    'a=1,__Host-access=abc',
    'a=1&__Host-access=abc',
    '__Host%2Daccess=abc',
    // characters that trim() removes, but browsers do not
    '\u00A0__Host-access=abc',
    '\u2000__Host-access=abc',
    '\uFEFF__Host-access=abc',
    '\v__Host-access=abc',
    '\f__Host-access=abc',
    '\u0085__Host-access=abc',
  ])('finds none in %j', (cookie) => {
    expect(read(cookie)).toBeUndefined()
  })

  it.each([
    ['__Host-access=abc; __Host-access=def', ['abc', 'def']],
    ['__Host-access=abc; __Host-access=abc', ['abc', 'abc']],
    ['__Host-access=; __Host-access=abc', ['', 'abc']],
    ['__Host-access=abc; a=1; __Host-access=', ['abc', '']],
    ['__Host-access=; __Host-access=', ['', '']],
  ])('returns all values in %j', (cookie, values) => {
    expect(read(cookie)).toEqual(values)
  })

  it('reads several Cookie fields', () => {
    const headers = { cookie: 'a=1; access=abc; access=def' }
    const one = { headers, rawHeaders: ['Cookie', 'a=1', 'Host', 'a', 'cookie', 'access=abc'] }
    expect(readCookie(one, 'access')).toBe('abc')
    const two = { headers, rawHeaders: ['Cookie', 'access=abc', 'Cookie', 'access=def'] }
    expect(readCookie(two, 'access')).toEqual(['abc', 'def'])
  })

  it('finds none without a Cookie field', () => {
    expect(readCookie({ headers: {} }, 'access')).toBeUndefined()
  })

  it.each(['a.b', 'a$', '^a', 'a|b', '*', '+', 'constructor', '__proto__'])(
    'takes the name %s literally',
    (name) => {
      expect(read(`${name}=abc`, name)).toBe('abc')
      expect(read('axb=1; a=2; b=3', name)).toBeUndefined()
    },
  )

  it('reads long runs of one character fast', () => {
    const started = performance.now()
    for (const run of [' ', ';', '=', '; ', ' \t', '__Host-access'])
      expect(read(`a=${run.repeat(30_000)}b`)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
