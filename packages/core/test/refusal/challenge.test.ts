import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
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
    [
      { realm, resourceMetadata: 'https://api.example.com/metadata' },
      {
        error: 'insufficient_user_authentication',
        stepUp: { acrValues: ['urn:cognito:loa:3', 'urn:cognito:loa:4'], amr: ['mfa'], maxAgeSeconds: 300 },
      },
      'Bearer realm="api", error="insufficient_user_authentication", ' +
        'acr_values="urn:cognito:loa:3 urn:cognito:loa:4", max_age="300", ' +
        'resource_metadata="https://api.example.com/metadata"',
    ],
    [{ realm }, { stepUp: { maxAgeSeconds: 0 } }, 'Bearer realm="api", max_age="0"'],
    [{ realm }, { stepUp: { amr: ['mfa'] } }, 'Bearer realm="api"'],
    [{ realm }, { stepUp: undefined }, 'Bearer realm="api"'],
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

  it.each([['a"b'], ['a\r\nb'], [''], [], ['ä'], [' ']])(
    'leaves out the level %j, which no token can have',
    (...acrValues) => {
      expect(challenge({ realm }, { stepUp: { acrValues } })).toBe('Bearer realm="api"')
    },
  )

  it.each([-1, 0.5, Number.NaN, Infinity])('leaves out the age %d', (maxAgeSeconds) => {
    expect(challenge({ realm }, { stepUp: { maxAgeSeconds } })).toBe('Bearer realm="api"')
  })

  it('ignores a polluted Object.prototype', async () => {
    const polluted = { acrValues: ['polluted'], maxAgeSeconds: 7 }
    expect(await withPollution(polluted, () => challenge({ realm }, { stepUp: { amr: ['mfa'] } }))).toBe(
      'Bearer realm="api"',
    )
  })
})
