import { describe, expect, it } from 'vitest'
import { authorizationOf, bearerToken, isB64Token } from '../../dist/authenticate/bearer.js'
import { maxTokenLength } from '../../dist/verify/parse-token.js'

/** What becomes of a header value: the token, or why there is none. */
function read(authorization: string | readonly string[] | undefined): string {
  const token = bearerToken(authorization)
  if (typeof token !== 'string') return token.reason
  return isB64Token(token) ? `token ${token}` : 'malformed_credentials'
}

describe('bearerToken', () => {
  it.each([
    // none
    [undefined, 'no_credentials'],
    ['', 'no_credentials'],
    ['Bearer', 'no_credentials'],
    ['bearer', 'no_credentials'],
    ['Bearer ', 'no_credentials'],
    ['Bearer    ', 'no_credentials'],
    // another scheme
    ['Basic YTpi', 'other_scheme'],
    ['Digest username="a"', 'other_scheme'],
    ['DPoP abc', 'other_scheme'],
    ['Basic Bearer ', 'other_scheme'],
    ['Bearer2 abc', 'other_scheme'],
    ['Bearerabc', 'other_scheme'],
    ['Bearer-abc', 'other_scheme'],
    ['Bearer_abc', 'other_scheme'],
    ['Bearer.abc', 'other_scheme'],
    ["Bearer' abc", 'other_scheme'],
    ['Bearer~abc', 'other_scheme'],
    ['XBearer abc', 'other_scheme'],
    ['Bear abc', 'other_scheme'],
    ['abc', 'other_scheme'],
    ['Basic YTpi, Bearer abc', 'other_scheme'],
    [' Bearer abc', 'other_scheme'],
    ['"Bearer abc"', 'other_scheme'],
    // the token
    ['Bearer abc', 'token abc'],
    ['bearer abc', 'token abc'],
    ['BEARER abc', 'token abc'],
    ['bEaReR abc', 'token abc'],
    ['Bearer  abc', 'token abc'],
    ['Bearer          abc', 'token abc'],
    ['Bearer a.b.c', 'token a.b.c'],
    ['Bearer aA0-._~+/', 'token aA0-._~+/'],
    ['Bearer abc=', 'token abc='],
    ['Bearer abc====', 'token abc===='],
    ['Bearer Bearer', 'token Bearer'],
    // malformed
    ['Bearer\tabc', 'malformed_credentials'],
    ['Bearer \tabc', 'malformed_credentials'],
    ['Bearer\t abc', 'malformed_credentials'],
    ['Bearer\u00A0abc', 'malformed_credentials'],
    ['Bearer \u00A0abc', 'malformed_credentials'],
    ['Bearer\nabc', 'malformed_credentials'],
    ['Bearer abc\n', 'malformed_credentials'],
    ['Bearer abc ', 'malformed_credentials'],
    ['Bearer abc\t', 'malformed_credentials'],
    ['Bearer abc def', 'malformed_credentials'],
    ['Bearer Bearer abc', 'malformed_credentials'],
    ['Bearer "abc"', 'malformed_credentials'],
    ["Bearer 'abc'", 'malformed_credentials'],
    ['Bearer,abc', 'malformed_credentials'],
    ['Bearer, abc', 'malformed_credentials'],
    ['Bearer abc,', 'malformed_credentials'],
    ['Bearer abc, def', 'malformed_credentials'],
    ['Bearer abc, Bearer def', 'malformed_credentials'],
    ['Bearer/abc', 'malformed_credentials'],
    ['Bearer:abc', 'malformed_credentials'],
    ['Bearer: abc', 'malformed_credentials'],
    ['Bearer=abc', 'malformed_credentials'],
    ['Bearer token=abc', 'malformed_credentials'],
    ['Bearer =', 'malformed_credentials'],
    ['Bearer =abc', 'malformed_credentials'],
    ['Bearer abc=def', 'malformed_credentials'],
    ['Bearer abc%20', 'malformed_credentials'],
    ['Bearer {abc}', 'malformed_credentials'],
    ['Bearer äbc', 'malformed_credentials'],
    ['Bearer a\u0000c', 'malformed_credentials'],
    ['Bearer <abc>', 'malformed_credentials'],
  ])('reads %j as %s', (authorization, outcome) => {
    expect(read(authorization)).toBe(outcome)
  })

  it.each([
    [[], 'no_credentials'],
    [[''], 'no_credentials'],
    [['Bearer abc'], 'token abc'],
    [['Basic YTpi'], 'other_scheme'],
    [['Bearer abc', 'Bearer def'], 'several_credentials'],
    [['Bearer abc', 'Bearer abc'], 'several_credentials'],
    [['Bearer abc', ''], 'several_credentials'],
    [['Basic YTpi', 'Bearer abc'], 'several_credentials'],
    [['a', 'b', 'c'], 'several_credentials'],
  ])('reads the fields %j as %s', (authorization, outcome) => {
    expect(read(authorization)).toBe(outcome)
  })

  it('takes a token of 65,536 characters and not one more', () => {
    expect(maxTokenLength).toBe(65_536)
    const longest = 'a'.repeat(65_536)
    expect(bearerToken(`Bearer ${longest}`)).toBe(longest)
    expect(bearerToken(`Bearer ${longest}a`)).toEqual({ reason: 'malformed_credentials' })
  })

  it('does not count the spaces in front of a token', () => {
    const longest = 'a'.repeat(65_536)
    expect(bearerToken(`Bearer     ${longest}`)).toBe(longest)
  })

  it('reads a long row of spaces, or of anything else, in no time', () => {
    const started = performance.now()
    expect(read(`Bearer ${' '.repeat(1_000_000)}`)).toBe('no_credentials')
    expect(read(`Bearer ${'='.repeat(60_000)}`)).toBe('malformed_credentials')
    expect(read(`Bearer ${'a'.repeat(60_000)} `)).toBe('malformed_credentials')
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('isB64Token', () => {
  it.each(['', '=', '==', 'a b', 'a,b', 'a=b', 'a\n', '\na', 'ä'])('refuses %j', (text) => {
    expect(isB64Token(text)).toBe(false)
  })

  it.each(['a', 'a=', 'a.b.c', '-._~+/'])('accepts %j', (text) => {
    expect(isB64Token(text)).toBe(true)
  })
})

describe('authorizationOf', () => {
  it('is the header when there is one field, or none', () => {
    expect(authorizationOf('Bearer abc', ['Host', 'a', 'Authorization', 'Bearer abc'])).toBe('Bearer abc')
    expect(authorizationOf('Bearer abc', [])).toBe('Bearer abc')
    expect(authorizationOf('Bearer abc')).toBe('Bearer abc')
    expect(authorizationOf(undefined, ['Host', 'a'])).toBeUndefined()
    expect(authorizationOf('')).toBe('')
  })

  it('is the values of several fields, in any casing', () => {
    expect(
      authorizationOf('Bearer abc', [
        'Authorization',
        'Bearer abc',
        'Host',
        'a',
        'AUTHORIZATION',
        'Bearer def',
        'authorization',
        '',
      ]),
    ).toEqual(['Bearer abc', 'Bearer def', ''])
  })

  it('does not take a value for a name', () => {
    const fields = ['X-Header', 'authorization', 'Authorization', 'Bearer abc']
    expect(authorizationOf('Bearer abc', fields)).toBe('Bearer abc')
    expect(
      authorizationOf('Bearer abc', [
        'authorization',
        'a',
        'x',
        'authorization',
        'y',
        'b',
        'authorization',
        'c',
      ]),
    ).toEqual(['a', 'c'])
  })

  it('does not take another name for it', () => {
    for (const name of ['Proxy-Authorization', 'Authorization2', 'Authorisation!', 'Authorızation'])
      expect(authorizationOf('Bearer abc', ['Authorization', 'Bearer abc', name, 'x'])).toBe('Bearer abc')
  })
})
