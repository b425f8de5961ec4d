import { createPublicKey, verify } from 'node:crypto'
import { inspect } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { createSigningKey, type SigningKey } from '../dist/signing-key.js'

let key: SigningKey

beforeAll(async () => {
  key = await createSigningKey()
})

describe('createSigningKey', () => {
  it('publishes the members that Cognito does', () => {
    expect(key.publicKey).toEqual({
      kid: expect.stringMatching(/^[0-9A-Za-z+/]{43}=$/),
      alg: 'RS256',
      kty: 'RSA',
      e: 'AQAB',
      n: expect.any(String),
      use: 'sig',
    })
    expect(Object.isFrozen(key.publicKey)).toBe(true)
  })

  it('makes keys of 2048 bits', () => {
    const { asymmetricKeyDetails } = createPublicKey({ key: { ...key.publicKey }, format: 'jwk' })
    expect(asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, publicExponent: 65_537n })
  })

  it('makes another key each time', async () => {
    const { publicKey } = await createSigningKey()
    expect(publicKey.kid).not.toBe(key.publicKey.kid)
    expect(publicKey.n).not.toBe(key.publicKey.n)
  })

  it('signs a token that its public key verifies', () => {
    const [header = '', payload = '', signature = ''] = key.sign({ sub: 'müller' }).split('.')
    const publicKey = createPublicKey({ key: { ...key.publicKey }, format: 'jwk' })
    const content = Buffer.from(`${header}.${payload}`)
    expect(verify('sha256', content, publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({ sub: 'müller' })
  })

  it('writes kid and alg to the header, and nothing else', () => {
    const [header = ''] = key.sign({}).split('.')
    const text = Buffer.from(header, 'base64url').toString()
    expect(text).toBe(JSON.stringify({ kid: key.publicKey.kid, alg: 'RS256' }))
  })

  it('signs the first two parts of a token as they are', () => {
    const [header, payload, signature = ''] = key.signContent('!.?').split('.')
    const publicKey = createPublicKey({ key: { ...key.publicKey }, format: 'jwk' })
    expect([header, payload]).toEqual(['!', '?'])
    expect(verify('sha256', Buffer.from('!.?'), publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it('does not show its private half', () => {
    const shown = inspect(key, { depth: Infinity, showHidden: true, getters: true }) + JSON.stringify(key)
    expect(shown).not.toMatch(/PRIVATE|privateKey|\bd:|"d":/)
  })
})
