import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { checkHeader } from '../../dist/verify/check-header.js'
import { TokenParser } from '../../dist/verify/parse-token.js'
import { encode } from '../support/signer.ts'

const header = { alg: 'RS256', kid: 'key-1' }

describe('checkHeader', () => {
  it('accepts the header of a Cognito token', () => {
    expect(checkHeader(header)).toBeUndefined()
  })

  it('ignores unknown members', () => {
    expect(
      checkHeader({ ...header, jku: 'https://keys.example.com/', jwk: {}, x5c: [], cty: 'JWT' }),
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
  ])('rejects the algorithm %j', (alg) => {
    expect(checkHeader({ ...header, alg })).toBe('algorithm')
  })

  it.each([undefined, null, 1, true, ['key-1'], {}])('rejects the kid %j', (kid) => {
    expect(checkHeader({ ...header, kid })).toBe('kid')
  })

  it.each([
    { crit: ['exp'] },
    { crit: [] },
    { crit: null },
    { crit: undefined },
    { b64: true },
    { b64: false },
    { b64: null },
  ])('rejects %j', (extension) => {
    expect(checkHeader({ ...header, ...extension })).toBe('header')
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
    expect(checkHeader({ ...header, typ })).toBeUndefined()
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
  ])('rejects the type %j', (typ) => {
    expect(checkHeader({ ...header, typ })).toBe('header')
  })

  it('names the algorithm first, then the kid', () => {
    expect(checkHeader({ alg: 'none', kid: 1, crit: [] })).toBe('algorithm')
    expect(checkHeader({ alg: 'RS256', kid: 1, crit: [] })).toBe('kid')
  })

  it('does not read a member named __proto__ as a prototype', () => {
    const parsed: Record<string, unknown> = JSON.parse('{"__proto__":{"alg":"RS256","kid":"key-1"}}')
    expect(checkHeader(parsed)).toBe('algorithm')
  })

  it('takes nothing from a polluted Object.prototype', async () => {
    const parse = (members: object) =>
      new TokenParser().parse(`${encode(members)}.${encode({})}.${encode('x')}`)?.header ?? {}
    const polluted = { alg: 'RS256', kid: 'key-1', typ: 'JOSE', crit: ['exp'], b64: true }
    const faults = await withPollution(polluted, () =>
      [header, { kid: 'key-1' }, { alg: 'RS256' }].map((members) => checkHeader(parse(members))),
    )
    expect(faults).toEqual([undefined, 'algorithm', 'kid'])
  })
})
