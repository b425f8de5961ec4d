import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { describe, expect, it, vi } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { maxKeys, readKeySet } from '../../dist/keys/key-set.js'
import { createSigner } from '../support/signer.ts'

const one = createSigner('one').jwk
const two = createSigner('two').jwk
const otherOne = createSigner('one').jwk

describe('readKeySet', () => {
  it('finds the keys by their kid', () => {
    const keys = readKeySet({ keys: [one, two] })
    expect([...keys.keys()]).toEqual(['one', 'two'])
    expect(keys.get('two')?.kid).toBe('two')
  })

  it('passes over keys that cannot be used', () => {
    const keys = [null, 7, 'key', [], {}, { kty: 'EC', kid: 'ec' }, createSigner('weak', 1024).jwk, one]
    expect([...readKeySet({ keys }).keys()]).toEqual(['one'])
  })

  it('takes the first of two keys with one kid', () => {
    const [first] = readKeySet({ keys: [one] }).values()
    const [key, ...others] = readKeySet({ keys: [one, otherOne] }).values()
    expect(others).toEqual([])
    expect(key?.equals(first)).toBe(true)
  })

  it('takes the second of two keys with one kid when the first cannot be used', () => {
    const keys = readKeySet({ keys: [{ ...otherOne, use: 'enc' }, one] })
    expect(keys.get('one')?.equals(readKeySet({ keys: [one] }).get('one'))).toBe(true)
  })

  it.each([
    undefined,
    null,
    7,
    'keys',
    [],
    [one],
    {},
    { keys: null },
    { keys: one },
    { keys: 'one' },
    { keys: [] },
  ])('finds nothing in %j', (jwks) => {
    expect(readKeySet(jwks).size).toBe(0)
  })

  it.each([
    ['the keys', { keys: [otherOne] }, {}],
    ['the material of a key', { n: otherOne.n, e: otherOne.e }, { keys: [{ kty: 'RSA', kid: 'one' }] }],
    ['a key', otherOne, { keys: [{}] }],
  ])('does not take %s from a polluted Object.prototype', async (_what, polluted, jwks) => {
    const keys = await withPollution({ ...polluted }, () => readKeySet(jwks))
    expect(keys.size).toBe(0)
  })

  it('finds a key whatever is on a polluted Object.prototype', async () => {
    const keys = await withPollution({ use: 'enc', alg: 'none', key_ops: 7 }, () =>
      readKeySet({ keys: [{ kty: one.kty, kid: 'one', n: one.n, e: one.e }] }),
    )
    expect(keys.size).toBe(1)
  })

  it('keeps the object of a key that was there before', () => {
    const previous = readKeySet({ keys: [one, two] })
    const keys = readKeySet({ keys: [{ ...two, extra: true }, one] }, previous)
    expect(keys.get('one')).toBe(previous.get('one'))
    expect(keys.get('two')).toBe(previous.get('two'))
  })

  it('makes a new object for a key with new material, and for a new key', () => {
    const previous = readKeySet({ keys: [one] })
    const keys = readKeySet({ keys: [otherOne, two] }, previous)
    expect(keys.get('one')).not.toBe(previous.get('one'))
    expect(keys.has('two')).toBe(true)
    expect(previous.has('two')).toBe(false)
  })

  it('takes a hundred keys and no more, whatever else is in the set', () => {
    const unusable = Array.from({ length: 500 }, (_, index) => ({ kty: 'EC', kid: `ec-${index}` }))
    const usable = Array.from({ length: 101 }, (_, index) => ({ ...one, kid: `rsa-${index}` }))
    const keys = readKeySet({ keys: [...unusable, ...usable] })
    expect(maxKeys).toBe(100)
    expect(keys.size).toBe(100)
    expect(keys.has('rsa-99')).toBe(true)
    expect(keys.has('rsa-100')).toBe(false)
  })

  it('builds no native key', () => {
    const createPublicKey = vi.spyOn(crypto, 'createPublicKey')
    syncBuiltinESMExports()
    readKeySet({ keys: [one, two] })
    expect(createPublicKey).not.toHaveBeenCalled()
    vi.restoreAllMocks()
    syncBuiltinESMExports()
  })
})
