import { describe, expect, it } from 'vitest'
import { isScopeToken } from '../../dist/settings/scope-token.js'

describe('isScopeToken', () => {
  it.each(['a', 'orders/read', 'urn:cognito:loa:3', '!', '~', '#', '[', ']', "it's"])(
    'accepts %j',
    (value) => {
      expect(isScopeToken(value)).toBe(true)
    },
  )

  it.each(['', ' ', 'a b', 'a ', 'a\tb', 'a\n', '"', '\\', '\u007F', 'é', undefined, null, 7, ['a']])(
    'refuses %j',
    (value) => {
      expect(isScopeToken(value)).toBe(false)
    },
  )
})
