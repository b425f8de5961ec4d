import { describe, expect, it } from 'vitest'
import { poolOptionNames } from '../../dist/settings/user-pool.js'
import { checkPool as check } from '../support/check-pool.ts'
import { mistakeOf, toldBy } from '../support/refusal.ts'
import { clientId, issuer, updatedIssuer, userPoolId } from '../support/signer.ts'

const good = { userPoolId, clientId }

describe('checkUserPool', () => {
  it('completes a pool', () => {
    expect(check(good)).toEqual({
      userPoolId,
      clientIds: new Set([clientId]),
      tokenUse: 'access',
      audiences: null,
      issuers: [
        { issuer, jwksUri: `${issuer}/.well-known/jwks.json`, isOptional: false },
        { issuer: updatedIssuer, jwksUri: `${updatedIssuer}/.well-known/jwks.json`, isOptional: true },
      ],
      keySet: undefined,
    })
  })

  it('knows each option that it checks', () => {
    expect(Object.keys(poolOptionNames).toSorted()).toEqual(
      ['audience', 'clientId', 'issuer', 'jwks', 'jwksUri', 'tokenUse', 'userPoolId'].toSorted(),
    )
  })
})

describe('clientId', () => {
  const allowed = 'the id of an app client, an array of such ids, or null to accept every app client'

  it.each([
    ['one', ['one']],
    [['one'], ['one']],
    [
      ['one', 'two'],
      ['one', 'two'],
    ],
    [['one', 'one'], ['one']],
  ])('can be %j', (ids, clients) => {
    expect(check({ ...good, clientId: ids }).clientIds).toEqual(new Set(clients))
  })

  it('accepts every client when it is null', () => {
    expect(check({ ...good, clientId: null }).clientIds).toBeNull()
  })

  it('is required', () => {
    for (const options of [{ userPoolId }, { userPoolId, clientId: undefined }]) {
      const mistake = mistakeOf(() => check(options))
      expect(mistake.option).toBe('clientId')
      expect(mistake.message).toContain('clientId is missing')
      expect(mistake.message).toContain('null to accept every app client')
    }
  })

  it.each([
    ['', "''"],
    [' ', "' '"],
    ['one two', "'one two'"],
    ['one,two', "'one,two'"],
    ['one\n', "'one\\n'"],
    [[], '[]'],
    [['one', ''], "[ 'one', '' ]"],
    [['one', null], "[ 'one', null ]"],
    [['one', undefined], "[ 'one', undefined ]"],
    [[['one']], '[ [Array] ]'],
    [[null], '[ null ]'],
    [7, '7'],
    [true, 'true'],
    [{}, '{}'],
  ])('cannot be %j', (ids, shown) => {
    expect(toldBy(() => check({ ...good, clientId: ids }))).toMatchObject({
      option: 'clientId',
      shown,
      allowed,
    })
  })
})

describe('tokenUse', () => {
  it.each(['access', 'id', null] as const)('can be %j', (tokenUse) => {
    expect(check({ ...good, tokenUse }).tokenUse).toBe(tokenUse)
  })

  it.each([
    ['', "''"],
    ['acess', "'acess'"],
    ['Access', "'Access'"],
    ['refresh', "'refresh'"],
    [['access', 'id'], "[ 'access', 'id' ]"],
    [true, 'true'],
  ])('cannot be %j', (tokenUse, shown) => {
    expect(toldBy(() => check({ ...good, tokenUse }))).toMatchObject({
      option: 'tokenUse',
      shown,
      allowed: "'access', 'id' or null for either",
    })
  })
})

describe('audience', () => {
  it.each([
    [undefined, null],
    ['https://api.example.com', new Set(['https://api.example.com'])],
    [['one', 'two'], new Set(['one', 'two'])],
  ])('can be %j', (audience, audiences) => {
    expect(check({ ...good, audience }).audiences).toEqual(audiences)
  })

  it.each([
    ['', "''"],
    [null, 'null'],
    [[], '[]'],
    [['one', ''], "[ 'one', '' ]"],
    ['one two', "'one two'"],
    [7, '7'],
    [{}, '{}'],
  ])('cannot be %j, which would accept everything or nothing', (audience, shown) => {
    expect(toldBy(() => check({ ...good, audience }))).toMatchObject({
      option: 'audience',
      shown,
      allowed: 'a resource, for example https://api.example.com, or an array of them',
    })
  })
})
