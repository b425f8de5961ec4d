import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import type { UserPool } from '../../dist/settings/user-pool.js'
import { copyMembers } from '../../dist/lib/copy-members.js'
import { checkClaims } from '../../dist/verify/check-claims.js'
import { accessClaims, clientId, idClaims, userPoolId } from '../support/signer.ts'

const api = 'https://api.example.com'
const pool: UserPool = {
  userPoolId,
  clientIds: new Set([clientId]),
  tokenUse: null,
  audiences: null,
  issuers: [],
  keySet: undefined,
}
const boundToApi = { ...pool, audiences: new Set([api]) }

describe('checkClaims', () => {
  it('accepts the claims of an access token and of an ID token', () => {
    expect(checkClaims(accessClaims(), pool)).toBeUndefined()
    expect(checkClaims(idClaims(), pool)).toBeUndefined()
  })

  it('names the first fault in the order subject, use, client, audience, binding', () => {
    const claims = accessClaims({ sub: '', token_use: 'other', client_id: 'other', cnf: {} })
    const steps = [
      [{}, 'subject'],
      [{ sub: 'a' }, 'token_use'],
      [{ token_use: 'access' }, 'client'],
      [{ client_id: clientId }, 'audience'],
      [{ aud: api }, 'key_bound'],
      [{ cnf: undefined }, 'key_bound'],
    ] as const
    for (const [correction, fault] of steps) {
      Object.assign(claims, correction)
      expect(checkClaims(claims, boundToApi)).toBe(fault)
    }
    delete claims.cnf
    expect(checkClaims(claims, boundToApi)).toBeUndefined()
  })

  it('leaves the times to others', () => {
    expect(checkClaims(accessClaims({ exp: 0, nbf: 1e300 }), pool)).toBeUndefined()
  })

  it.each(['iat', 'auth_time'])('requires %s to be a number, if it is there', (claim) => {
    for (const claims of [accessClaims, idClaims]) {
      for (const value of [0, 1.5, -1]) expect(checkClaims(claims({ [claim]: value }), pool)).toBeUndefined()
      expect(checkClaims(claims({ [claim]: undefined }), pool)).toBeUndefined()
      for (const value of ['1', '', null, true, [1], {}])
        expect(checkClaims(claims({ [claim]: value }), pool)).toBe('claim_type')
    }
  })

  it('requires aud of an access token to be a string or strings, if it is there', () => {
    for (const aud of [undefined, 'a', '', ['a'], ['a', 'b'], []])
      expect(checkClaims(accessClaims({ aud }), pool)).toBeUndefined()
    for (const aud of [1, 0, null, true, {}, ['a', 1], [null], [['a'], 1], [['a']]])
      expect(checkClaims(accessClaims({ aud }), pool)).toBe('claim_type')
    expect(checkClaims(accessClaims({ aud: [api, 1] }), boundToApi)).toBe('claim_type')
  })

  it('names a wrong type last', () => {
    expect(checkClaims(accessClaims({ iat: '1', cnf: {} }), pool)).toBe('key_bound')
    expect(checkClaims(accessClaims({ aud: 1 }), boundToApi)).toBe('audience')
  })

  it('requires the token use of the pool', () => {
    expect(checkClaims(accessClaims(), { ...pool, tokenUse: 'access' })).toBeUndefined()
    expect(checkClaims(idClaims(), { ...pool, tokenUse: 'access' })).toBe('token_use')
    expect(checkClaims(accessClaims(), { ...pool, tokenUse: 'id' })).toBe('token_use')
    expect(checkClaims(idClaims(), { ...pool, tokenUse: 'id' })).toBeUndefined()
  })

  it('accepts each client if the pool has no list of clients, but requires one', () => {
    const anyClient = { ...pool, clientIds: null }
    expect(checkClaims(accessClaims({ client_id: 'other' }), anyClient)).toBeUndefined()
    expect(checkClaims(accessClaims({ client_id: '' }), anyClient)).toBe('client')
    expect(checkClaims(accessClaims({ client_id: undefined }), anyClient)).toBe('client')
  })

  it('takes nothing from a polluted Object.prototype', async () => {
    const parse = (claims: object) => copyMembers(JSON.parse(JSON.stringify(claims)))
    const polluted = { sub: 'root', token_use: 'access', client_id: clientId, aud: api, cnf: {} }
    const faults = await withPollution(polluted, () => [
      checkClaims(parse(accessClaims({ sub: undefined })), pool),
      checkClaims(parse(accessClaims({ token_use: undefined })), pool),
      checkClaims(parse(accessClaims({ client_id: undefined })), pool),
      checkClaims(parse(accessClaims()), boundToApi),
      checkClaims(parse(accessClaims({ aud: api })), boundToApi),
    ])
    expect(faults).toEqual(['subject', 'token_use', 'client', 'audience', undefined])
  })
})
