import { describe, expect, it } from 'vitest'
import { claimsFault, timeFault } from '../../dist/verify/check-claims.js'
import type { UserPool } from '../../dist/settings/user-pool.js'
import { now, setClock, useFrozenClock } from '../support/clock.ts'
import { accessClaims, clientId, idClaims, userPoolId } from '../support/signer.ts'

useFrozenClock()

const pool: UserPool = {
  userPoolId,
  clientIds: new Set([clientId]),
  tokenUse: null,
  audiences: null,
  issuers: [],
  keySet: undefined,
}

describe('claimsFault', () => {
  it('finds nothing wrong with the claims of an access token and of an ID token', () => {
    expect(claimsFault(accessClaims(), pool, 0)).toBeUndefined()
    expect(claimsFault(idClaims(), pool, 0)).toBeUndefined()
  })

  it('names the first fault in the order times, subject, use, client, audience, binding', () => {
    const strict = { ...pool, audiences: new Set(['https://api.example.com']) }
    const claims = accessClaims({
      exp: now - 1,
      nbf: now + 1,
      sub: '',
      token_use: 'other',
      client_id: 'other',
      cnf: {},
    })
    const steps = [
      [{}, 'expired'],
      [{ exp: now + 1 }, 'not_yet_valid'],
      [{ nbf: now }, 'subject'],
      [{ sub: 'a' }, 'token_use'],
      [{ token_use: 'access' }, 'client'],
      [{ client_id: clientId }, 'audience'],
      [{ aud: 'https://api.example.com' }, 'key_bound'],
      [{ cnf: undefined }, 'key_bound'],
    ] as const
    for (const [mended, fault] of steps) {
      Object.assign(claims, mended)
      expect(claimsFault(claims, strict, 0)).toBe(fault)
    }
    delete claims.cnf
    expect(claimsFault(claims, strict, 0)).toBeUndefined()
  })

  it('asks for the use that the pool asks for', () => {
    expect(claimsFault(accessClaims(), { ...pool, tokenUse: 'access' }, 0)).toBeUndefined()
    expect(claimsFault(idClaims(), { ...pool, tokenUse: 'access' }, 0)).toBe('token_use')
    expect(claimsFault(accessClaims(), { ...pool, tokenUse: 'id' }, 0)).toBe('token_use')
    expect(claimsFault(idClaims(), { ...pool, tokenUse: 'id' }, 0)).toBeUndefined()
  })
})

describe('timeFault', () => {
  it('is about the moment at which it is asked', () => {
    const times = { exp: now + 60, nbf: now + 10 }
    expect(timeFault(times, 0)).toBe('not_yet_valid')
    setClock(9.999)
    expect(timeFault(times, 0)).toBe('not_yet_valid')
    setClock(10)
    expect(timeFault(times, 0)).toBeUndefined()
    setClock(59.999)
    expect(timeFault(times, 0)).toBeUndefined()
    setClock(60)
    expect(timeFault(times, 0)).toBe('expired')
  })

  it('is gracious on both sides by the same number of seconds', () => {
    const times = { exp: now + 60, nbf: now + 10 }
    setClock(4.999)
    expect(timeFault(times, 5)).toBe('not_yet_valid')
    setClock(5)
    expect(timeFault(times, 5)).toBeUndefined()
    setClock(64.999)
    expect(timeFault(times, 5)).toBeUndefined()
    setClock(65)
    expect(timeFault(times, 5)).toBe('expired')
  })

  it.each([undefined, null, '1', Number.NaN, Infinity, -Infinity, {}])('finds no expiry in %s', (exp) => {
    expect(timeFault({ exp }, 0)).toBe('expiry_missing')
  })

  it.each([null, '1', Number.NaN, Infinity, {}])('finds no beginning in %s', (nbf) => {
    expect(timeFault({ exp: now + 1, nbf }, 0)).toBe('not_yet_valid')
  })
})
