import { describe, expect, it } from 'vitest'
import { suggestName } from '../../dist/settings/suggest-name.js'

const names = ['userPoolId', 'clientId', 'realm', 'userPools', 'tokenCache', 'maxAgeSeconds']

describe('suggestName', () => {
  it.each([
    ['case', 'USERPOOLID', 'userPoolId'],
    ['separators', 'client_id', 'clientId'],
    ['a letter too many', 'clientIds', 'clientId'],
    ['a letter too few', 'ralm', 'realm'],
    ['two letters swapped', 'cleintId', 'clientId'],
    ['two letters swapped in a short name', 'relam', 'realm'],
    ['the first letter wrong', 'tealm', 'realm'],
    ['the first half missing', 'poolId', 'userPoolId'],
    ['the rest missing', 'maxAge', 'maxAgeSeconds'],
    ['one word of two', 'cache', 'tokenCache'],
  ])('finds a name in spite of %s', (_, written, meant) => {
    expect(suggestName(written, names)).toBe(meant)
  })

  it('prefers the closest name', () => {
    expect(suggestName('userPool', names)).toBe('userPools')
    expect(suggestName('userPoolIds', names)).toBe('userPoolId')
  })

  it('accepts three fifths in common, and no less', () => {
    expect(suggestName('reaxx', names)).toBe('realm')
    expect(suggestName('rexxx', names)).toBeUndefined()
  })

  it('accepts a part of a name from four letters on', () => {
    expect(suggestName('seco', names)).toBe('maxAgeSeconds')
    expect(suggestName('sec', names)).toBeUndefined()
  })

  it.each(['', '_', 'x', 'completelyDifferentThing', '__proto__', 'constructor'])(
    'finds nothing close to %j',
    (written) => {
      expect(suggestName(written, names)).toBeUndefined()
    },
  )
})
