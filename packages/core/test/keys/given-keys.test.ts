import { describe, expect, it } from 'vitest'
import { GivenKeys } from '../../dist/keys/given-keys.js'
import { readKeySet } from '../../dist/keys/key-set.js'
import { VerificationKey } from '../../dist/keys/verification-key.js'
import { createSigner } from '../support/signer.ts'

const { jwk } = createSigner('one')

function given(...keys: object[]) {
  const set = readKeySet({ keys })
  const [key] = set.values()
  if (key === undefined) throw new Error('There is no usable key')
  return { keys: new GivenKeys(set), key }
}

describe('GivenKeys', () => {
  it('finds its keys at once and knows no others', () => {
    const { keys } = given(jwk)
    expect(keys.find('one')).toBeInstanceOf(VerificationKey)
    expect(keys.find('two')).toEqual({ reason: 'kid_unknown' })
  })

  it('has its keys, and not those of another set', () => {
    const { keys, key } = given(jwk)
    const other = given(createSigner('one').jwk)
    expect(keys.has(key)).toBe(true)
    expect(keys.has(other.key)).toBe(false)
  })

  it('is always loaded and never refreshed', async () => {
    const { keys, key } = given(jwk)
    expect(await keys.load()).toBeUndefined()
    keys.refreshIfDue()
    expect(keys.find('one')).toBe(key)
  })
})
