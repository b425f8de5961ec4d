import { describe, expect, it } from 'vitest'
import { TokenParser } from '../../dist/verify/parse-token.js'
import { encode } from '../support/signer.ts'

const header = encode({ alg: 'RS256' })
const payload = encode({ sub: 'a' })
const signature = 'AQID'
const token = `${header}.${payload}.${signature}`

/** Parses a token with a parser of its own. */
const parseToken = (text: string) => new TokenParser().parse(text)

describe('TokenParser', () => {
  it('splits a token into header, claims and segments', () => {
    expect(parseToken(token)).toEqual({
      header: { alg: 'RS256' },
      claims: { sub: 'a' },
      segments: { header, payload, signature },
    })
  })

  it('reads characters beyond ASCII', () => {
    expect(parseToken(`${header}.${encode({ name: 'Zoë 漢字 🙂' })}.${signature}`)?.claims).toEqual({
      name: 'Zoë 漢字 🙂',
    })
  })

  it.each([
    ['an empty string', ''],
    ['two dots', '..'],
    ['one segment', header],
    ['two segments', `${header}.${payload}`],
    ['four segments', `${token}.${signature}`],
    ['four segments, the last one empty', `${token}.`],
    ['five segments', `${token}.${payload}.${signature}`],
    ['no header', `.${payload}.${signature}`],
    ['no claims', `${header}..${signature}`],
    ['no signature', `${header}.${payload}.`],
  ])('rejects %s', (_, text) => {
    expect(parseToken(text)).toBeUndefined()
  })

  it.each([
    ['padding', 'AQIDBA=='],
    ['the alphabet of base64', '+/+/'],
    ['a left-over character', 'AQIDB'],
    ['trailing bits', 'AQIDBB'],
    ['a space', 'AQ ID'],
    ['a line break', 'AQID\n'],
    ['a tilde', 'AQ~ID'],
  ])('rejects %s in each segment', (_, text) => {
    expect(parseToken(`${header}.${payload}.${text}`)).toBeUndefined()
    expect(parseToken(`${header}.${text}.${signature}`)).toBeUndefined()
    expect(parseToken(`${text}.${payload}.${signature}`)).toBeUndefined()
  })

  it.each([
    ['an array', '[]'],
    ['null', 'null'],
    ['a string', '"text"'],
    ['a number', '1'],
    ['half an object', '{"alg":'],
    ['two objects', '{}{}'],
    ['a single space', ' '],
    ['a byte order mark', '\uFEFF{}'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('rejects %s as header and as claims', (_, part) => {
    expect(parseToken(`${encode(part)}.${payload}.${signature}`)).toBeUndefined()
    expect(parseToken(`${header}.${encode(part)}.${signature}`)).toBeUndefined()
  })

  it('has no limit of length', () => {
    const start = `${header}.${payload}.`
    expect(parseToken(start + 'A'.repeat(100_000))).toBeDefined()
  })

  it('reads claims that nest deeper than the stack allows', () => {
    const nested = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    expect(parseToken(`${header}.${encode(nested)}.${signature}`)).toBeDefined()
  })

  it('parses each token the same, whatever it parsed before', () => {
    const parser = new TokenParser()
    const others = [
      `${encode({ alg: 'none' })}.${payload}.${signature}`,
      `${header}.${encode({ sub: 'b' })}.${signature}`,
      `${header}=.${payload}.${signature}`,
      `.${payload}.${signature}`,
      `${encode('[]')}.${payload}.${signature}`,
    ]
    for (const other of others) {
      expect(parser.parse(token)).toEqual(parseToken(token))
      expect(parser.parse(other)).toEqual(parseToken(other))
      expect(parser.parse(other)).toEqual(parseToken(other))
    }
  })

  it('parses the header of several tokens once', () => {
    const parser = new TokenParser()
    const first = parser.parse(token)
    expect(parser.parse(`${header}.${encode({ sub: 'b' })}.${signature}`)?.header).toBe(first?.header)
  })

  it('keeps the last header after one that is not an object', () => {
    const parser = new TokenParser()
    const first = parser.parse(token)
    expect(parser.parse(`${encode('[]')}.${payload}.${signature}`)).toBeUndefined()
    expect(parser.parse(token)?.header).toBe(first?.header)
  })

  it('returns a header without a prototype', () => {
    expect(Object.getPrototypeOf(parseToken(token)?.header)).toBeNull()
  })

  it('does not take a member named __proto__ for a prototype', () => {
    const claims = parseToken(`${header}.${encode('{"__proto__":{"sub":"root"}}')}.${signature}`)?.claims
    expect(claims).toBeDefined()
    expect(claims?.sub).toBeUndefined()
  })
})
