import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { isB64Token, readBearerToken, readCredentials } from '../../dist/authenticate/bearer.js'

/** How a header value is read: as a token, or as a reason to refuse it. */
function read(authorization: string | readonly string[] | undefined): string {
  const token = readBearerToken(authorization)
  if (typeof token !== 'string') return token.reason
  return isB64Token(token) ? `token ${token}` : 'malformed_credentials'
}

describe('readBearerToken', () => {
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
    // a JWT without a scheme
    ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln', 'scheme_missing'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.', 'scheme_missing'],
    ['eyJ.a.b', 'scheme_missing'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0', 'other_scheme'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln.x', 'other_scheme'],
    ['eyJhbGciOiJSUzI1NiJ9..c2ln', 'other_scheme'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln ', 'other_scheme'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln\n', 'other_scheme'],
    ['JWT eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln', 'other_scheme'],
    ['"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"', 'other_scheme'],
    ['a.b.c', 'other_scheme'],
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
  ])('reads %j as %s', (authorization, result) => {
    expect(read(authorization)).toBe(result)
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
  ])('reads several fields, %j, as %s', (authorization, result) => {
    expect(read(authorization)).toBe(result)
  })

  it('leaves the length of the token to isB64Token', () => {
    const long = 'a'.repeat(100_000)
    expect(readBearerToken(`Bearer   ${long}`)).toBe(long)
  })

  it('reads long runs of one character fast', () => {
    const started = performance.now()
    expect(read(`Bearer ${' '.repeat(1_000_000)}`)).toBe('no_credentials')
    expect(read(`Bearer ${'='.repeat(60_000)}`)).toBe('malformed_credentials')
    expect(read(`Bearer ${'a'.repeat(60_000)} `)).toBe('malformed_credentials')
    expect(read(`eyJ${'a'.repeat(1_000_000)}`)).toBe('other_scheme')
    expect(read(`eyJ${'.eyJ'.repeat(250_000)}`)).toBe('other_scheme')
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('isB64Token', () => {
  it.each(['', '=', '==', 'a b', 'a,b', 'a=b', 'a\n', '\na', 'ä'])('is false for %j', (text) => {
    expect(isB64Token(text)).toBe(false)
  })

  it.each(['a', 'a=', 'a.b.c', '-._~+/'])('is true for %j', (text) => {
    expect(isB64Token(text)).toBe(true)
  })
})

describe('readCredentials', () => {
  /** The request that Node parses from these fields. */
  function requestOf(authorization: string | undefined, rawHeaders?: readonly string[]) {
    return { headers: authorization === undefined ? {} : { authorization }, rawHeaders }
  }
  const credentials = (authorization: string | undefined, rawHeaders?: readonly string[]) =>
    readCredentials(requestOf(authorization, rawHeaders))

  it('returns the header if there is one such field, or none', () => {
    expect(credentials('Bearer abc', ['Host', 'a', 'Authorization', 'Bearer abc'])).toBe('Bearer abc')
    expect(credentials('Bearer abc', [])).toBe('Bearer abc')
    expect(credentials('Bearer abc')).toBe('Bearer abc')
    expect(credentials(undefined, ['Host', 'a'])).toBeUndefined()
    expect(credentials('')).toBe('')
  })

  it('returns the header that a middleware has put in place of the field', () => {
    expect(credentials('Bearer other', ['Authorization', 'Bearer abc'])).toBe('Bearer other')
    expect(credentials(undefined, ['Authorization', 'Bearer abc'])).toBeUndefined()
  })

  it('returns the values of several fields, in any case', () => {
    expect(
      credentials('Bearer abc', [
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

  it('does not read a value as a name', () => {
    const fields = ['X-Header', 'authorization', 'Authorization', 'Bearer abc']
    expect(credentials('Bearer abc', fields)).toBe('Bearer abc')
    expect(
      credentials('Bearer abc', ['authorization', 'a', 'x', 'authorization', 'y', 'b', 'authorization', 'c']),
    ).toEqual(['a', 'c'])
  })

  it('does not read a similar name as this one', () => {
    for (const name of ['Proxy-Authorization', 'Authorization2', 'Authorisation!', 'Authorızation'])
      expect(credentials('Bearer abc', ['Authorization', 'Bearer abc', name, 'x'])).toBe('Bearer abc')
  })

  it('ignores a polluted Object.prototype', async () => {
    const polluted = { authorization: 'Bearer polluted' }
    const [without, other] = [requestOf(undefined, ['Host', 'a']), requestOf(undefined)]
    const twice = ['Authorization', 'Bearer abc', 'authorization', 'Bearer abc']
    await withPollution(polluted, () => {
      expect(readCredentials(without)).toBeUndefined()
      expect(readCredentials(other)).toBeUndefined()
      expect(readCredentials(requestOf('Bearer abc'))).toBe('Bearer abc')
      expect(readCredentials(requestOf('Bearer abc', twice))).toEqual(['Bearer abc', 'Bearer abc'])
    })
  })

  it('finds a field that Node left out because Object.prototype has its name', async () => {
    const request = requestOf(undefined, ['Host', 'a', 'Authorization', 'Bearer abc'])
    await withPollution({ authorization: 'Bearer polluted' }, () => {
      expect(readCredentials(request)).toBe('Bearer abc')
    })
  })
})
