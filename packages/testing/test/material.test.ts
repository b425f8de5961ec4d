import { describe, expect, it } from 'vitest'
import { recognise, tokenIn } from '../dist/material.js'

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('tokenIn', () => {
  it.each([
    'a.b.c',
    '  a.b.c\r\n',
    '\uFEFFa.b.c\n',
    'Bearer a.b.c',
    'bearer  a.b.c\n',
    'Authorization: Bearer a.b.c',
    'authorization:a.b.c',
  ])('finds the token in %j', (text) => {
    expect(tokenIn(text)).toBe('a.b.c')
  })

  it.each(['', ' \n', 'Bearer', 'Bearer \n', 'Authorization: Bearer'])('finds nothing in %j', (text) => {
    expect(tokenIn(text)).toBe('')
  })

  it('leaves a token alone that begins like the scheme', () => {
    expect(tokenIn('Bearerless.b.c')).toBe('Bearerless.b.c')
  })
})

describe('recognise', () => {
  it('takes a JWT apart, all but its signature', () => {
    const jwt = `${part({ alg: 'RS256' })}.${part({ sub: 'müller' })}.${Buffer.alloc(7).toString('base64url')}`
    expect(recognise(jwt)).toEqual({
      isJwt: true,
      header: { alg: 'RS256' },
      claims: { sub: 'müller' },
      signatureBytes: 7,
    })
  })

  it.each([
    ['a refresh token', `${part({ enc: 'A256GCM' })}.b.c.d.e`, /encrypted token .*refresh token/],
    ['an opaque text', 'd9f1c7a0-opaque', /^This is no JWT but a text/],
    ['the answer of a sign-in', '{"access_token":"a.b.c"}', /^This is JSON/],
    ['a token in quotes', '"a.b.c"', /quotes/],
    ['a token with a line break in it', 'a.b\n.c', /white space/],
    ['two parts', 'a.b', /^It has 2 parts/],
    ['four parts', 'a.b.c.d', /^It has 4 parts/],
    ['a header that is no JSON', `e.${part({})}.c`, /the first is not a JSON object/],
    ['a header that is a list', `${part([])}.${part({})}.c`, /the first is not a JSON object/],
    ['claims that were cut', `${part({})}.${part({ sub: 'alice' }).slice(0, 9)}.c`, /the second is not/],
    ['claims that are null', `${part({})}.${part(null)}.c`, /the second is not/],
  ])('knows %s when it sees it', (_what, text, what) => {
    expect(recognise(text)).toEqual({
      isJwt: false,
      what: expect.stringMatching(what),
      remedy: expect.stringMatching(/^[A-Z].*\.$/),
    })
  })
})
