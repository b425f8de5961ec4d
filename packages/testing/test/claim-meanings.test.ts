import { accessTokenClaims, idTokenClaims, machineTokenClaims } from '../dist/claims.js'
import { meaningOf } from '../dist/claim-meanings.js'
import { poolIdentity } from '../dist/pool-identity.js'
import { describe, expect, it } from 'vitest'

const unknown = meaningOf('something', {})

describe('meaningOf', () => {
  it.each([
    ['access', accessTokenClaims],
    ['ID', idTokenClaims],
    ['machine', machineTokenClaims],
  ])('knows each claim of %s tokens', (_kind, claimsOf) => {
    const claims = claimsOf(poolIdentity({}), { groups: ['admin'] })
    const strangers = Object.keys(claims).filter((name) => meaningOf(name, claims) === unknown)
    expect(strangers).toEqual([])
  })

  it('tells the resource of an access token from the app client of an ID token', () => {
    expect(meaningOf('aud', { token_use: 'access' })).toContain('resource')
    expect(meaningOf('aud', { token_use: 'id' })).toContain('app client')
  })

  it('knows attributes of your own by their prefix', () => {
    expect(meaningOf('custom:tenant', {})).toContain('attribute of your own')
  })

  it('makes no more of names that objects have by birth', () => {
    expect(meaningOf('constructor', {})).toBe(unknown)
  })
})
