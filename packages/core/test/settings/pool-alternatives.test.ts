import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import type { UserPoolOptions } from '../../dist/types/options.js'
import { mistakeOf } from '../support/refusal.ts'
import { createSigner, issuer, updatedIssuer, userPoolId } from '../support/signer.ts'

const { jwk } = createSigner('key-1')
const other = createSigner('key-2').jwk

function resolve(...userPools: readonly UserPoolOptions[]) {
  return resolveOptions({ userPools }).pools
}

describe('alternatives of one pool', () => {
  it.each<[string, UserPoolOptions, UserPoolOptions]>([
    ['clients', { clientId: 'one' }, { clientId: 'two' }],
    ['clients, one of which is in both', { clientId: 'one' }, { clientId: ['one', 'two'] }],
    ['clients, all of them in one', { clientId: 'one' }, { clientId: null }],
    ['kinds of token', { clientId: 'one', tokenUse: 'access' }, { clientId: 'one', tokenUse: 'id' }],
    ['audiences', { clientId: 'one', audience: 'a' }, { clientId: 'one', audience: 'b' }],
    ['audiences, none in one', { clientId: 'one', audience: 'a' }, { clientId: 'one' }],
  ])('can differ in their %s', (_, one, two) => {
    const pools = resolve({ userPoolId, ...one }, { userPoolId, ...two })
    expect(pools).toHaveLength(2)
    expect(pools.map(({ issuers }) => issuers.map(({ issuer: name }) => name))).toEqual([
      [issuer, updatedIssuer],
      [issuer, updatedIssuer],
    ])
  })

  it('share issuers and keys, so that they can be told by them', () => {
    const jwks = { keys: [jwk, other] }
    const sameKeys = { keys: [{ ...other }, { ...jwk }] }
    const pools = resolve(
      { userPoolId, clientId: 'one', jwks },
      { userPoolId: 'eu-west-1_EXAMPLE2', clientId: 'one' },
      { userPoolId, clientId: 'two', jwks: sameKeys },
      { userPoolId, clientId: 'three', jwks },
    )
    expect(pools.map(({ clientIds }) => clientIds)).toEqual(
      ['one', 'one', 'two', 'three'].map((client) => new Set([client])),
    )
    for (const pool of [pools[2], pools[3]]) {
      expect(pool?.issuers).toBe(pools[0]?.issuers)
      expect(pool?.keySet).toBe(pools[0]?.keySet)
    }
    expect(pools[1]?.keySet).toBeUndefined()
  })

  it.each<[string, UserPoolOptions, UserPoolOptions]>([
    ['all alike', { clientId: 'one' }, { clientId: ['one', 'one'] }],
    ['lists in another order', { clientId: ['one', 'two'] }, { clientId: ['two', 'one'] }],
    ['defaults written out', { clientId: null }, { clientId: null, tokenUse: 'access' }],
  ])('cannot accept the same tokens: %s', (_, one, two) => {
    expect(mistakeOf(() => resolve({ userPoolId, ...one }, { userPoolId, ...two }))).toMatchObject({
      option: 'userPools',
      message:
        `userPools has two pools with the issuer '${issuer}' that accept the same tokens. ` +
        'Remove one of them; clientId can be an array.',
    })
  })

  it.each<[string, UserPoolOptions, UserPoolOptions]>([
    ['jwksUri', { jwksUri: 'https://a.example.com/' }, { jwksUri: 'https://b.example.com/' }],
    ['jwksUri, none in one', { jwksUri: 'https://a.example.com/' }, {}],
    ['jwks', { jwks: { keys: [jwk] } }, { jwks: { keys: [other] } }],
    ['jwks, a part of the other', { jwks: { keys: [jwk] } }, { jwks: { keys: [jwk, other] } }],
    ['jwks, other material', { jwks: { keys: [jwk] } }, { jwks: { keys: [{ ...other, kid: 'key-1' }] } }],
    ['jwks, none in one', { jwks: { keys: [jwk] } }, {}],
    ['jwks, none in the other', {}, { jwks: { keys: [jwk] } }],
    ['issuer', { issuer }, {}],
  ])('have to agree on the keys: %s', (_, one, two) => {
    const mistake = mistakeOf(() =>
      resolve({ userPoolId, clientId: 'one', ...one }, { userPoolId, clientId: 'two', ...two }),
    )
    expect(mistake).toMatchObject({
      option: 'userPools',
      message:
        `userPools has two pools with the issuer '${issuer}', but with different keys. ` +
        'Give both the same issuer, jwksUri and jwks.',
    })
  })

  it('are compared with each of the others', () => {
    const pool = { userPoolId, clientId: 'one' }
    expect(mistakeOf(() => resolve(pool, { ...pool, clientId: 'two' }, pool)).message).toContain(
      'the same tokens',
    )
    expect(
      mistakeOf(() => resolve(pool, { ...pool, clientId: 'two' }, { ...pool, clientId: ['two'] })).message,
    ).toContain('the same tokens')
  })
})

describe('an issuer', () => {
  it('cannot belong to two pools', () => {
    const mistake = mistakeOf(() =>
      resolve(
        { userPoolId, clientId: 'one' },
        { userPoolId: 'eu-west-1_EXAMPLE2', clientId: 'one', issuer: updatedIssuer },
      ),
    )
    expect(mistake).toMatchObject({
      option: 'userPools',
      message:
        `userPools has two pools with the issuer '${updatedIssuer}', but with the ids ${userPoolId} and ` +
        'eu-west-1_EXAMPLE2. An issuer belongs to one pool.',
    })
  })

  it('is shown without its password', () => {
    const custom = { issuer: 'https://user:secret@emulator.example.com/', jwks: { keys: [jwk] } }
    const { message } = mistakeOf(() =>
      resolve({ userPoolId, clientId: 'one', ...custom }, { userPoolId, clientId: 'one', ...custom }),
    )
    expect(message).toContain("the issuer 'https://…@emulator.example.com/'")
  })
})
