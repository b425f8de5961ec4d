import { describe, expect, it } from 'vitest'
import { suggestFlag } from '../dist/suggest-flag.js'

const flags = ['port', 'user-pool-id', 'client-id', 'user']

describe('suggestFlag', () => {
  it.each([
    ['prot', 'port'],
    ['users', 'user'],
    ['userPoolId', 'user-pool-id'],
    ['user_pool', 'user-pool-id'],
    ['clientid', 'client-id'],
    ['client', 'client-id'],
  ])('suggests for %s', (written, flag) => {
    expect(suggestFlag(written, flags)).toBe(flag)
  })

  it.each(['host', 'region', 'x', ''])('suggests nothing for %j', (written) => {
    expect(suggestFlag(written, flags)).toBeUndefined()
  })

  it('suggests nothing if there are no flags', () => {
    expect(suggestFlag('port', [])).toBeUndefined()
  })
})
