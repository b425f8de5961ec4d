import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { allow } from '../../dist/guards/decision.js'
import {
  allOf,
  anyOf,
  type Guard,
  hasAllScopes,
  hasAnyScope,
  hasScope,
  inAllGroups,
  inAnyGroup,
  inGroup,
} from '../../dist/guards/guards.js'
import { requireEach, securityOf, withSecurity } from '../../dist/guards/security.js'
import { steppedUp } from '../../dist/guards/stepped-up.js'

/** A check of the application, which cannot be read. */
const custom: Guard = () => allow

/** As many names as it says. */
function names(count: number, prefix: string): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`)
}

describe('securityOf', () => {
  it.each([
    ['inGroup', inGroup('a'), { groups: [['a']] }],
    ['inAnyGroup', inAnyGroup('a', 'b'), { groups: [['a'], ['b']] }],
    ['inAllGroups', inAllGroups('a', 'b'), { groups: [['a', 'b']] }],
    ['hasScope', hasScope('a'), { scopes: [['a']] }],
    ['hasAnyScope', hasAnyScope('a', 'b'), { scopes: [['a'], ['b']] }],
    ['hasAllScopes', hasAllScopes('a', 'b'), { scopes: [['a', 'b']] }],
    ['hasAnyScope, the same twice', hasAnyScope('a', 'a'), { scopes: [['a']] }],
    ['hasAllScopes, the same twice', hasAllScopes('a', 'a'), { scopes: [['a']] }],
  ])('reads %s', (_, guard, security) => {
    expect(securityOf(guard)).toEqual(security)
  })

  it.each([
    ['one scope each', allOf(hasScope('a'), hasScope('b')), { scopes: [['a', 'b']] }],
    [
      'alternatives and one scope',
      allOf(hasAnyScope('a', 'b'), hasScope('c')),
      {
        scopes: [
          ['a', 'c'],
          ['b', 'c'],
        ],
      },
    ],
    [
      'alternatives and alternatives',
      allOf(hasAnyScope('a', 'b'), hasAnyScope('c', 'd')),
      {
        scopes: [
          ['a', 'c'],
          ['a', 'd'],
          ['b', 'c'],
          ['b', 'd'],
        ],
      },
    ],
    [
      'the same alternatives twice',
      allOf(hasAnyScope('a', 'b'), hasAnyScope('a', 'b')),
      { scopes: [['a'], ['b']] },
    ],
    ['groups and scopes', allOf(inGroup('a'), hasScope('b')), { groups: [['a']], scopes: [['b']] }],
    ['a custom check', allOf(custom, inGroup('a')), { groups: [['a']] }],
    ['a custom check alone', allOf(custom), undefined],
    ['a step-up', allOf(steppedUp({ maxAgeSeconds: 300 }), hasScope('a')), { scopes: [['a']] }],
  ])('reads allOf with %s', (_, guard, security) => {
    expect(securityOf(guard)).toEqual(security)
  })

  it.each([
    ['groups', anyOf(inGroup('a'), inAllGroups('b', 'c')), { groups: [['a'], ['b', 'c']] }],
    ['scopes', anyOf(hasScope('a'), hasAllScopes('b', 'c')), { scopes: [['a'], ['b', 'c']] }],
    [
      'an alternative that contains another',
      anyOf(hasAllScopes('a', 'b'), hasScope('a')),
      { scopes: [['a']] },
    ],
    ['equal alternatives', anyOf(hasAllScopes('a', 'b'), hasAllScopes('b', 'a')), { scopes: [['a', 'b']] }],
    ['a group or a scope', anyOf(inGroup('a'), hasScope('b')), undefined],
    ['a custom check', anyOf(inGroup('a'), custom), undefined],
    [
      'what its alternatives have in common',
      anyOf(allOf(inGroup('a'), hasScope('b')), hasScope('c')),
      { scopes: [['b'], ['c']] },
    ],
    [
      'a guard in it',
      anyOf(allOf(inGroup('a'), inGroup('b')), inGroup('c')),
      { groups: [['a', 'b'], ['c']] },
    ],
  ])('reads anyOf with %s', (_, guard, security) => {
    expect(securityOf(guard)).toEqual(security)
  })

  it('returns undefined for a custom check', () => {
    expect(securityOf(custom)).toBeUndefined()
  })

  it('returns a copy', () => {
    const guard = inGroup('a')
    securityOf(guard)?.groups?.[0]?.push('b')
    securityOf(guard)?.groups?.pop()
    expect(securityOf(guard)).toEqual({ groups: [['a']] })
  })

  it('keeps a combined guard apart from its parts', () => {
    const part = hasScope('a')
    securityOf(allOf(part))?.scopes?.[0]?.push('b')
    expect(securityOf(part)).toEqual({ scopes: [['a']] })
  })

  it('names up to 100 combinations', () => {
    const guard = allOf(hasAnyScope(...names(10, 'a')), hasAnyScope(...names(10, 'b')))
    expect(securityOf(guard)?.scopes).toHaveLength(100)
  })

  it('leaves out what would lead to more than 100 combinations', () => {
    const guard = allOf(hasAnyScope(...names(10, 'a')), hasAnyScope(...names(11, 'b')), hasScope('c'))
    expect(securityOf(guard)?.scopes).toEqual(names(10, 'a').map((scope) => [scope, 'c']))
  })

  it('reads nothing from a polluted Object.prototype', async () => {
    await withPollution({ scopes: [['a']], groups: [['a']] }, () => {
      expect(Object.keys(securityOf(allOf(inGroup('b'))) ?? {})).toEqual(['groups'])
      expect(Object.keys(securityOf(anyOf(hasScope('b'))) ?? {})).toEqual(['scopes'])
    })
  })
})

describe('withSecurity', () => {
  it('returns the function, which can then be read', () => {
    const hook = () => undefined
    expect(withSecurity(hook, securityOf(inGroup('a')))).toBe(hook)
    expect(securityOf(hook)).toEqual({ groups: [['a']] })
  })

  it('leaves a function alone that requires nothing that can be named', () => {
    const hook = () => undefined
    expect(withSecurity(hook, undefined)).toBe(hook)
    expect(securityOf(hook)).toBeUndefined()
  })
})

describe('requireEach', () => {
  it('requires nothing of no guards', () => {
    expect(requireEach([])).toBeUndefined()
  })

  it('returns a copy', () => {
    const guard = inGroup('a')
    requireEach([guard])?.groups?.[0]?.push('b')
    expect(securityOf(guard)).toEqual({ groups: [['a']] })
  })
})
