import { describe, expect, it } from 'vitest'
import { leakOf } from './leak.ts'

const secret = 'abcdefghijklmnopqrstuvwxyz'

describe('leakOf', () => {
  it('finds sixteen consecutive characters wherever they are', () => {
    expect(leakOf(secret, 'x klmnopqrstuvwxyz y')).toBe('klmnopqrstuvwxyz')
    expect(leakOf(secret, secret)).toBe('abcdefghijklmnop')
  })

  it('passes over fifteen', () => {
    expect(leakOf(secret, 'abcdefghijklmno lmnopqrstuvwxyz')).toBeUndefined()
  })

  it('passes over a secret that is shorter', () => {
    expect(leakOf('abcdefghijklmno', secret)).toBeUndefined()
  })
})
