import { describe, expect, it } from 'vitest'
import { checkPool as check } from '../support/check-pool.ts'
import { mistakeOf, toldBy } from '../support/refusal.ts'
import { clientId, createSigner, userPoolId } from '../support/signer.ts'
import { withPolluted } from '../support/pollution.ts'

const { jwk } = createSigner('key-1')
const { kid: _kid, ...withoutKid } = jwk
const good = { userPoolId, clientId }

describe('jwks', () => {
  const allowed =
    'a JSON Web Key Set, { keys: [...] }, with at least one RSA signature key of 2048 to 8192 bits that has a kid'

  it('are read at once', () => {
    expect([...(check({ ...good, jwks: { keys: [jwk] } }).keySet?.keys() ?? [])]).toEqual(['key-1'])
  })

  it.each([
    [null, 'null'],
    ['', "'…'"],
    [7, '7'],
    ['{"keys":[]}', "'…'"],
    [{}, '{}'],
    [[jwk], '[ [Object] ]'],
    [{ keys: {} }, '{ keys: [Object] }'],
    [{ keys: null }, '{ keys: null }'],
    [{ key: [jwk] }, '{ key: [Array] }'],
    [{ keys: [] }, '{ keys: [Array] }'],
    [jwk, "{ kid: '…', kty: '…', n: '…', e: '…', alg: '…', use: '…' }"],
    [JSON.stringify({ keys: [{ ...jwk, d: 'private' }] }), "'…'"],
    [['private'], "[ '…' ]"],
    [{ keys: [null] }, '{ keys: [Array] }'],
    [{ keys: [{ ...jwk, kid: undefined }] }, '{ keys: [Array] }'],
    [{ keys: [createSigner('weak', 1024).jwk] }, '{ keys: [Array] }'],
  ])('cannot be %j', (jwks, shown) => {
    expect(toldBy(() => check({ ...good, jwks }))).toMatchObject({ option: 'jwks', shown, allowed })
  })

  it('can be keys of which one is good', () => {
    const keys = [null, createSigner('weak', 1024).jwk, jwk]
    expect(check({ ...good, jwks: { keys } }).keySet?.size).toBe(1)
  })

  it('cannot be combined with jwksUri', () => {
    const mistake = mistakeOf(() =>
      check({ ...good, jwks: { keys: [jwk] }, jwksUri: 'https://keys.example.com/' }),
    )
    expect(mistake).toMatchObject({
      option: 'jwks',
      message: 'jwks and jwksUri cannot be combined. Pass either the keys or their URL.',
    })
  })

  it('are read once and not kept, getters included', () => {
    const other = createSigner('key-2').jwk
    const reads: string[] = []
    const read = <Value>(name: string, values: readonly Value[]): Value | undefined =>
      values[Math.min(reads.push(name), values.length) - 1]
    const jwks = {
      get keys() {
        return read('keys', [[jwk], [other], [other]])
      },
    }
    expect([...(check({ ...good, jwks }).keySet?.keys() ?? [])]).toEqual(['key-1'])
    expect(reads).toEqual(['keys'])
    reads.length = 0
    const key = {
      ...jwk,
      get kid() {
        return read('kid', ['key-1', 'key-2'])
      },
    }
    expect([...(check({ ...good, jwks: { keys: [key] } }).keySet?.keys() ?? [])]).toEqual(['key-1'])
    expect(reads).toEqual(['kid'])
  })

  it.each([
    ['keys', [jwk], {}],
    ['kid', 'polluted', { keys: [{ ...jwk, kid: undefined }, withoutKid] }],
    ['0', jwk, { keys: Array.from({ length: 1 }).fill(undefined) }],
    ['0', jwk, { keys: Object.assign([], { length: 1 }) }],
  ])('are not completed with an inherited %s', (name, value, jwks) => {
    const mistake = withPolluted({ [name]: value }, () => mistakeOf(() => check({ ...good, jwks })))
    expect(mistake.option).toBe('jwks')
  })

  it('are not spoilt by what they inherit', () => {
    const { alg: _alg, use: _use, ...plain } = jwk
    for (const name of ['use', 'alg', 'key_ops']) {
      const pool = withPolluted({ [name]: 'polluted' }, () => check({ ...good, jwks: { keys: [plain] } }))
      expect(pool.keySet?.size).toBe(1)
    }
  })
})
