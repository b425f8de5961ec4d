import { describe, expect, it } from 'vitest'
import { headerFault } from '../../dist/verify/check-header.js'

const header = { alg: 'RS256', kid: 'key-1' }

describe('headerFault', () => {
  it('finds nothing wrong with the header of a Cognito token', () => {
    expect(headerFault(header)).toBeUndefined()
  })

  it('ignores members that it does not know', () => {
    expect(
      headerFault({ ...header, jku: 'https://keys.example.com/', jwk: {}, x5c: [], cty: 'JWT' }),
    ).toBeUndefined()
  })

  it.each([
    undefined,
    null,
    '',
    'none',
    'None',
    'rs256',
    'RS256 ',
    'RS384',
    'RS512',
    'PS256',
    'ES256',
    'HS256',
    256,
  ])('refuses the algorithm %j', (alg) => {
    expect(headerFault({ ...header, alg })).toBe('algorithm')
  })

  it.each([undefined, null, 1, true, ['key-1'], {}])('refuses the kid %j', (kid) => {
    expect(headerFault({ ...header, kid })).toBe('kid')
  })

  it.each([
    { crit: ['exp'] },
    { crit: [] },
    { crit: null },
    { crit: undefined },
    { b64: true },
    { b64: false },
    { b64: null },
  ])('refuses %j', (extension) => {
    expect(headerFault({ ...header, ...extension })).toBe('header')
  })

  it.each([
    'JWT',
    'jwt',
    'Jwt',
    'at+jwt',
    'AT+JWT',
    'application/jwt',
    'application/at+jwt',
    'APPLICATION/AT+JWT',
  ])('accepts the type %s', (typ) => {
    expect(headerFault({ ...header, typ })).toBeUndefined()
  })

  it.each([
    undefined,
    null,
    '',
    1,
    ['JWT'],
    'JOSE',
    'jwt ',
    ' jwt',
    'jwt\n',
    'xjwt',
    'jwts',
    'dpop+jwt',
    'at jwt',
    'at+at+jwt',
    'application/',
    'application/application/jwt',
    'text/jwt',
  ])('refuses the type %j', (typ) => {
    expect(headerFault({ ...header, typ })).toBe('header')
  })

  it('names the algorithm first, then the kid', () => {
    expect(headerFault({ alg: 'none', kid: 1, crit: [] })).toBe('algorithm')
    expect(headerFault({ alg: 'RS256', kid: 1, crit: [] })).toBe('kid')
  })

  it('is not deceived by a member named __proto__', () => {
    const parsed: Record<string, unknown> = JSON.parse('{"__proto__":{"alg":"RS256","kid":"key-1"}}')
    expect(headerFault(parsed)).toBe('algorithm')
  })
})
