import crypto, { generateKeyPairSync } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { type TokenSegments, VerificationKey } from '../../dist/keys/verification-key.js'
import { failEngine } from '../support/engine.ts'
import { accessClaims, createSigner, encode, withBrokenSignature } from '../support/signer.ts'

const signer = createSigner('key-1')
const { jwk } = signer
const { kid, kty, n, e } = jwk

afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

/** A modulus of so many bits. It is no product of two primes, which nobody asks of a public key. */
function modulusOf(bits: number): string {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff)
  bytes.writeUInt8(0xff >> (bytes.length * 8 - bits), 0)
  return bytes.toString('base64url')
}

/** The same number, written with more bytes than it needs. */
function withZeros(number: string): string {
  return Buffer.concat([Buffer.alloc(2), Buffer.from(number, 'base64url')]).toString('base64url')
}

function keyOf(value: unknown): VerificationKey {
  const key = VerificationKey.from(value)
  if (key) return key
  throw new Error('It cannot be used')
}

function segmentsOf(token: string): TokenSegments {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return { header, payload, signature }
}

describe('VerificationKey.from', () => {
  it.each([
    ['a key as Cognito publishes it', jwk],
    ['a key that says no more than it must', { kid, kty, n, e }],
    ['a key with operations', { ...jwk, key_ops: ['verify', 'sign'] }],
    ['a key with members that nobody knows', { ...jwk, x5t: 'thumbprint' }],
    ['a key without a text in its name', { ...jwk, kid: '' }],
    ['a key of 2048 bits', { ...jwk, n: modulusOf(2048) }],
    ['a key of 4096 bits', { ...jwk, n: modulusOf(4096) }],
    ['a key of 8192 bits', { ...jwk, n: modulusOf(8192) }],
    ['a modulus with zeros in front', { ...jwk, n: withZeros(n) }],
    ['an exponent with zeros in front', { ...jwk, e: 'AAEAAQ' }],
    ['an exponent of 3', { ...jwk, e: 'Aw' }],
  ])('accepts %s', (_, value) => {
    expect(VerificationKey.from(value)?.kid).toBe(value.kid)
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'key'],
    ['a list', [jwk]],
    ['an empty object', {}],
    ['no kid', { ...jwk, kid: undefined }],
    ['a kid that is a number', { ...jwk, kid: 1 }],
    ['no kty', { ...jwk, kty: undefined }],
    ['another kty', { ...jwk, kty: 'oct', k: 'AQAB' }],
    ['no modulus', { ...jwk, n: undefined }],
    ['an empty modulus', { ...jwk, n: '' }],
    ['a modulus that is no number in base64url', { ...jwk, n: '\0 {} \u{1F600}' }],
    ['a modulus that is a number', { ...jwk, n: 7 }],
    ['no exponent', { ...jwk, e: undefined }],
    ['an exponent that is a number', { ...jwk, e: 65_537 }],
    ['an empty exponent', { ...jwk, e: '' }],
    ['an exponent of 0', { ...jwk, e: 'AA' }],
    ['an exponent of 1, with which each message is its own signature', { ...jwk, e: 'AQ' }],
    ['an exponent of 2', { ...jwk, e: 'Ag' }],
    ['an even exponent', { ...jwk, e: 'AQAA' }],
    ['an exponent of 1 with zeros in front', { ...jwk, e: 'AAAB' }],
    ['a key of 2047 bits', { ...jwk, n: modulusOf(2047) }],
    ['a key of 2047 bits with zeros in front', { ...jwk, n: withZeros(modulusOf(2047)) }],
    ['a key of 8193 bits', { ...jwk, n: modulusOf(8193) }],
    ['a modulus of zeros', { ...jwk, n: Buffer.alloc(256).toString('base64url') }],
    ['a key of 1024 bits', createSigner('key-1', 1024).jwk],
    ['a key for encryption', { ...jwk, use: 'enc' }],
    ['a use that is null', { ...jwk, use: null }],
    ['another algorithm', { ...jwk, alg: 'RS512' }],
    ['another kind of RSA', { ...jwk, alg: 'PS256' }],
    ['operations without verify', { ...jwk, key_ops: ['encrypt'] }],
    ['no operations', { ...jwk, key_ops: [] }],
    ['operations that are no list', { ...jwk, key_ops: 'verify' }],
    [
      'a key of an elliptic curve',
      { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid },
    ],
  ])('passes over %s', (_, value) => {
    expect(VerificationKey.from(value)).toBeUndefined()
  })

  it('does not use the private half of a key that gives it away', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pair = { ...privateKey.export({ format: 'jwk' }), kid }
    expect(JSON.stringify(keyOf(pair))).not.toContain(String(pair.d))
  })
})

describe('equals', () => {
  it('compares name and material', () => {
    const key = keyOf(jwk)
    expect(key.equals(key)).toBe(true)
    expect(key.equals(keyOf({ kid, kty, n, e }))).toBe(true)
    expect(key.equals(keyOf({ ...jwk, n: withZeros(n), e: withZeros(e) }))).toBe(true)
    expect(key.equals(keyOf({ ...jwk, kid: 'key-2' }))).toBe(false)
    expect(key.equals(keyOf({ ...jwk, e: 'Aw' }))).toBe(false)
    expect(key.equals(keyOf(createSigner('key-1').jwk))).toBe(false)
    expect(key.equals(undefined)).toBe(false)
  })
})

describe('verify', () => {
  const key = keyOf(jwk)

  it('accepts what the private half has signed, again and again', () => {
    const token = segmentsOf(signer.token())
    for (let count = 0; count < 3; count++) expect(key.verify(token)).toBe(true)
  })

  it('builds one native key, and that when it is called first', () => {
    const createPublicKey = vi.spyOn(crypto, 'createPublicKey')
    syncBuiltinESMExports()
    const fresh = keyOf(jwk)
    expect(createPublicKey).not.toHaveBeenCalled()
    for (let count = 0; count < 3; count++) fresh.verify(segmentsOf(signer.token()))
    expect(createPublicKey).toHaveBeenCalledOnce()
  })

  it('accepts the signature of a key that is written with zeros in front', () => {
    const padded = keyOf({ ...jwk, n: withZeros(n), e: withZeros(e) })
    expect(padded.verify(segmentsOf(signer.token()))).toBe(true)
  })

  it('accepts it with a key whose kid is empty', () => {
    const token = segmentsOf(signer.token({ header: { alg: 'RS256', kid: '' } }))
    expect(keyOf({ ...jwk, kid: '' }).verify(token)).toBe(true)
  })

  it('refuses a broken signature', () => {
    expect(key.verify(segmentsOf(withBrokenSignature(signer.token())))).toBe(false)
  })

  it.each([0, 1, 255, 257])('refuses a signature of %i bytes', (length) => {
    const signature = Buffer.alloc(length, 1).toString('base64url')
    expect(key.verify({ ...segmentsOf(signer.token()), signature })).toBe(false)
  })

  it('refuses a header or claims that were changed after signing', () => {
    const token = segmentsOf(signer.token())
    expect(key.verify({ ...token, header: encode({ alg: 'RS256', kid, typ: 'JWT' }) })).toBe(false)
    expect(key.verify({ ...token, payload: encode(accessClaims({ sub: 'another' })) })).toBe(false)
  })

  it('refuses what another key has signed, whatever its name', () => {
    const other = createSigner('key-1')
    expect(keyOf(other.jwk).verify(segmentsOf(other.token()))).toBe(true)
    expect(key.verify(segmentsOf(other.token()))).toBe(false)
    expect(keyOf(other.jwk).verify(segmentsOf(signer.token()))).toBe(false)
  })

  it.each([
    ['another algorithm', { header: { alg: 'none' } }],
    ['no header to speak of', { header: '"text"' }],
    ['claims that are long expired', { claims: accessClaims({ exp: 1 }) }],
    ['a time beyond the calendar', { claims: accessClaims({ exp: -1e300 }) }],
    ['another issuer', { claims: accessClaims({ iss: 'https://other.example.com' }) }],
    ['claims that are not JSON', { claims: '{' }],
  ])('looks at the signature alone: %s', (_, parts) => {
    expect(key.verify(segmentsOf(signer.token(parts)))).toBe(true)
    expect(key.verify(segmentsOf(withBrokenSignature(signer.token(parts))))).toBe(false)
  })

  it('throws when OpenSSL makes no key of the numbers', () => {
    const refused = new Error('invalid key length')
    vi.spyOn(crypto, 'createPublicKey').mockImplementation(() => {
      throw refused
    })
    syncBuiltinESMExports()
    expect(() => keyOf(jwk).verify(segmentsOf(signer.token()))).toThrow(
      expect.objectContaining({ message: 'A token could not be verified', cause: refused }),
    )
  })

  it('throws an unexpected error, and says neither yes nor no', () => {
    const unexpected = new Error('out of memory')
    failEngine(unexpected)
    expect(() => key.verify(segmentsOf(signer.token()))).toThrow(
      expect.objectContaining({ message: 'A token could not be verified', cause: unexpected }),
    )
  })
})

describe('a polluted Object.prototype', () => {
  it.each([
    { x: 1 },
    { x5c: {} },
    { exp: 1 },
    { nbf: 1e12 },
    { scope: 'a' },
    { kid: 'other' },
    { alg: 'none' },
  ])('does not change how a signature is verified: %j', async (polluted) => {
    const segments = segmentsOf(signer.token())
    const results = await withPollution(polluted, () => {
      const key = keyOf(jwk)
      return [key.verify(segments), key.verify(segmentsOf(withBrokenSignature(signer.token())))]
    })
    expect(results).toEqual([true, false])
  })
})
