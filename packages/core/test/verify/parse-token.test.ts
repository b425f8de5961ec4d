import { describe, expect, it } from 'vitest'
import { TokenParser } from '../../dist/verify/parse-token.js'
import { encode } from '../support/signer.ts'

const header = encode({ alg: 'RS256' })
const payload = encode({ sub: 'a' })
const signature = 'AQID'
const token = `${header}.${payload}.${signature}`

/** Takes a token apart that is the first one. */
const parseToken = (text: string) => new TokenParser().parse(text)

describe('TokenParser', () => {
  it('takes a token apart', () => {
    expect(parseToken(token)).toEqual({
      header: { alg: 'RS256' },
      claims: { sub: 'a' },
      segments: { header, payload, signature },
    })
  })

  it('reads text beyond ASCII', () => {
    expect(parseToken(`${header}.${encode({ name: 'Zoë 漢字 🙂' })}.${signature}`)?.claims).toEqual({
      name: 'Zoë 漢字 🙂',
    })
  })

  it.each([
    ['nothing', ''],
    ['two dots', '..'],
    ['one segment', header],
    ['two segments', `${header}.${payload}`],
    ['four segments', `${token}.${signature}`],
    ['four segments, the last one empty', `${token}.`],
    ['five segments', `${token}.${payload}.${signature}`],
    ['no header', `.${payload}.${signature}`],
    ['no claims', `${header}..${signature}`],
    ['no signature', `${header}.${payload}.`],
  ])('refuses %s', (_, text) => {
    expect(parseToken(text)).toBeUndefined()
  })

  it.each([
    ['padding', 'AQIDBA=='],
    ['the alphabet of base64', '+/+/'],
    ['a letter that is left over', 'AQIDB'],
    ['bits that decoding drops', 'AQIDBB'],
    ['a space', 'AQ ID'],
    ['a line break', 'AQID\n'],
    ['a tilde', 'AQ~ID'],
  ])('refuses %s in each segment', (_, text) => {
    expect(parseToken(`${header}.${payload}.${text}`)).toBeUndefined()
    expect(parseToken(`${header}.${text}.${signature}`)).toBeUndefined()
    expect(parseToken(`${text}.${payload}.${signature}`)).toBeUndefined()
  })

  it.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"text"'],
    ['a number', '1'],
    ['half an object', '{"alg":'],
    ['two objects', '{}{}'],
    ['nothing but a space', ' '],
    ['a byte order mark', '\uFEFF{}'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('refuses %s as header and as claims', (_, part) => {
    expect(parseToken(`${encode(part)}.${payload}.${signature}`)).toBeUndefined()
    expect(parseToken(`${header}.${encode(part)}.${signature}`)).toBeUndefined()
  })

  it('reads 65,536 characters and not one more', () => {
    const start = `${header}.${payload}.`
    // A signature of `A`s is canonical unless one letter is left over.
    const longest = start + 'A'.repeat(65_536 - start.length)
    expect(parseToken(longest)).toBeDefined()
    expect(parseToken(`${longest}A`)).toBeUndefined()
    expect(parseToken(`${longest}AA`)).toBeUndefined()
    expect(parseToken(`${longest}AAA`)).toBeUndefined()
  })

  it('reads claims that nest deeper than the stack', () => {
    const nested = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    expect(parseToken(`${header}.${encode(nested)}.${signature}`)).toBeDefined()
  })

  it('reads each token by itself, whatever it has read before', () => {
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

  it('reads a header that comes again once', () => {
    const parser = new TokenParser()
    const first = parser.parse(token)
    expect(parser.parse(`${header}.${encode({ sub: 'b' })}.${signature}`)?.header).toBe(first?.header)
  })

  it('keeps the header that it has read when one that is no object comes between', () => {
    const parser = new TokenParser()
    const first = parser.parse(token)
    expect(parser.parse(`${encode('[]')}.${payload}.${signature}`)).toBeUndefined()
    expect(parser.parse(token)?.header).toBe(first?.header)
  })
})
