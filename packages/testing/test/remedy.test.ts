import { describe, expect, it } from 'vitest'
import { formatClaim, formatTimeClaim, getClaims, getHeader, joinNames } from '../dist/remedy.js'
import { jwt, now } from './support/remedy-text.ts'

describe('getClaims and getHeader', () => {
  it('return the parts of a JWT', () => {
    const rejected = { input: jwt({ sub: 'alice' }, { alg: 'RS256' }), api: undefined, now }
    expect([getClaims(rejected), getHeader(rejected)]).toEqual([{ sub: 'alice' }, { alg: 'RS256' }])
  })

  it('return empty objects for any other text', () => {
    const input = { isJwt: false, what: 'This is a pipe.', remedy: 'Smoke it.' } as const
    const rejected = { input, api: undefined, now }
    expect([getClaims(rejected), getHeader(rejected)]).toEqual([{}, {}])
  })
})

describe('formatClaim', () => {
  it('says if a claim is missing', () => {
    expect([formatClaim(undefined), formatClaim('a')]).toEqual(['missing', 'a'])
  })
})

describe('formatTimeClaim', () => {
  it('formats a number as time, and other values as they are', () => {
    expect(formatTimeClaim(now - 60, now)).toBe('60 seconds ago')
    expect(formatTimeClaim('soon', now)).toBe('soon')
  })
})

describe('joinNames', () => {
  it.each([
    ['a', 'a'],
    [['a', 'b'], 'a or b'],
    [undefined, 'another one'],
  ])('formats %j as %s', (names, expected) => {
    expect(joinNames(names)).toBe(expected)
  })
})
