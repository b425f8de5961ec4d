import { describe, expect, it } from 'vitest'
import { parseInput, extractToken } from '../dist/input.js'

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('extractToken', () => {
  it.each([
    'a.b.c',
    '  a.b.c\r\n',
    '\uFEFFa.b.c\n',
    'Bearer a.b.c',
    'bearer  a.b.c\n',
    'Authorization: Bearer a.b.c',
    'authorization:a.b.c',
  ])('finds the token in %j', (text) => {
    expect(extractToken(text)).toBe('a.b.c')
  })

  it.each(['', ' \n', 'Bearer', 'Bearer \n', 'Authorization: Bearer'])(
    'returns an empty string for %j',
    (text) => {
      expect(extractToken(text)).toBe('')
    },
  )

  it('does not change a token that begins like the scheme', () => {
    expect(extractToken('Bearerless.b.c')).toBe('Bearerless.b.c')
  })
})

describe('parseInput', () => {
  it('returns the parts of a JWT, except its signature', () => {
    const jwt = `${part({ alg: 'RS256' })}.${part({ sub: 'müller' })}.${Buffer.alloc(7).toString('base64url')}`
    expect(parseInput(jwt)).toEqual({
      isJwt: true,
      header: { alg: 'RS256' },
      claims: { sub: 'müller' },
      signatureBytes: 7,
    })
  })

  it.each([
    ['a refresh token', `${part({ enc: 'A256GCM' })}.b.c.d.e`, /encrypted token .*refresh token/],
    ['an opaque text', 'd9f1c7a0-opaque', /^This is not a JWT but a text/],
    ['the answer of a sign-in', '{"access_token":"a.b.c"}', /^This is JSON/],
    ['a token in quotes', '"a.b.c"', /quotes/],
    ['a token with a line break in it', 'a.b\n.c', /white space/],
    ['two parts', 'a.b', /^It has 2 parts/],
    ['four parts', 'a.b.c.d', /^It has 4 parts/],
    ['a header that is not JSON', `e.${part({})}.c`, /the first is not a JSON object/],
    ['a header that is a list', `${part([])}.${part({})}.c`, /the first is not a JSON object/],
    ['claims that were cut', `${part({})}.${part({ sub: 'alice' }).slice(0, 9)}.c`, /the second is not/],
    ['claims that are null', `${part({})}.${part(null)}.c`, /the second is not/],
  ])('recognises %s', (_what, text, what) => {
    expect(parseInput(text)).toEqual({
      isJwt: false,
      what: expect.stringMatching(what),
      remedy: expect.stringMatching(/^[A-Z].*\.$/),
    })
  })
})
