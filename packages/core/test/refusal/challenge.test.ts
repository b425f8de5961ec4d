import { describe, expect, it } from 'vitest'
import { challenge } from '../../dist/refusal/challenge.js'

const realm = 'api'

describe('challenge', () => {
  it.each([
    [{ realm }, {}, 'Bearer realm="api"'],
    [{ realm }, undefined, 'Bearer realm="api"'],
    [{ realm }, { error: undefined, scope: undefined }, 'Bearer realm="api"'],
    [{ realm }, { error: 'invalid_token' }, 'Bearer realm="api", error="invalid_token"'],
    [
      { realm, resourceMetadata: 'https://api.example.com/metadata' },
      { error: 'insufficient_scope', scope: 'a b' },
      'Bearer realm="api", error="insufficient_scope", scope="a b", resource_metadata="https://api.example.com/metadata"',
    ],
    [{ realm, resourceMetadata: undefined }, {}, 'Bearer realm="api"'],
  ] as const)('writes %j and %j', (space, details, value) => {
    expect(challenge(space, details)).toBe(value)
  })

  it.each([
    ['my api', 'my api'],
    ['"', '\\"'],
    ['\\', '\\\\'],
    ['a", error="x', 'a\\", error=\\"x'],
    ['\\"', '\\\\\\"'],
  ])('quotes the realm %s', (text, quoted) => {
    expect(challenge({ realm: text })).toBe(`Bearer realm="${quoted}"`)
  })

  it.each(['a', 'a b', 'orders/read orders/write', '!', '#', '[', ']', '~', 'https://api.example.com/x'])(
    'names the scope %s',
    (scope) => {
      expect(challenge({ realm }, { scope })).toBe(`Bearer realm="api", scope="${scope}"`)
    },
  )

  it.each([
    '',
    ' ',
    ' a',
    'a ',
    'a  b',
    'a\tb',
    'a\nb',
    'a\r\nX-Header: b',
    'a"b',
    'a\\b',
    'ä',
    'a\u007F',
    'a\u0000',
  ])('leaves out the scope %j, which no token can have', (scope) => {
    expect(challenge({ realm }, { error: 'insufficient_scope', scope })).toBe(
      'Bearer realm="api", error="insufficient_scope"',
    )
  })
})
