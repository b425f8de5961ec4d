import { accessTokenClaims, idTokenClaims, machineTokenClaims } from '../dist/claims.js'
import { describeClaim } from '../dist/claim-meanings.js'
import { resolvePoolIdentity } from '../dist/pool-identity.js'
import { describe, expect, it } from 'vitest'

const unknown = describeClaim('something', {})

describe('describeClaim', () => {
  it.each([
    ['access', accessTokenClaims],
    ['ID', idTokenClaims],
    ['machine', machineTokenClaims],
  ])('knows each claim of %s tokens', (_kind, claimsOf) => {
    const claims = claimsOf(resolvePoolIdentity({}), { groups: ['admin'] })
    const unknownClaims = Object.keys(claims).filter((name) => describeClaim(name, claims) === unknown)
    expect(unknownClaims).toEqual([])
  })

  it('distinguishes the resource of an access token from the app client of an ID token', () => {
    expect(describeClaim('aud', { token_use: 'access' })).toContain('resource')
    expect(describeClaim('aud', { token_use: 'id' })).toContain('app client')
  })

  it('recognises custom attributes by their prefix', () => {
    expect(describeClaim('custom:tenant', {})).toContain('custom attribute')
  })

  it('treats names that every object inherits as unknown', () => {
    expect(describeClaim('constructor', {})).toBe(unknown)
  })
})
