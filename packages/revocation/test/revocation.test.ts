import { describe, expect, it } from 'vitest'
import { isId, isKind, isRevocation, isTime, isUserPoolId, lifetimeSeconds } from '../dist/revocation.js'
import { entry } from './support/entries.ts'

describe('the life of an entry', () => {
  it('is a day and the largest graceSeconds', () => {
    expect(lifetimeSeconds).toBe(86_400 + 300)
  })
})

describe('isRevocation', () => {
  it.each([
    entry(),
    entry({ kind: 'user', id: 'alice', before: 5 }),
    entry({ kind: 'pool', id: '', before: 5 }),
  ])('knows a $kind', (value) => {
    expect(isRevocation(value)).toBe(true)
  })

  it.each([
    undefined,
    null,
    'text',
    {},
    { ...entry(), kind: 'group' },
    { ...entry(), userPoolId: 'nowhere' },
    { ...entry(), id: '' },
    { ...entry(), before: 1 },
    { ...entry(), until: Number.NaN },
    { ...entry(), kind: 'pool' },
    { ...entry(), kind: 'user', before: '5' },
    { ...entry(), kind: 'user', before: undefined },
  ])('refuses %j', (value) => {
    expect(isRevocation(value)).toBe(false)
  })
})

describe('the parts of an entry', () => {
  it('are known kinds', () => {
    expect(['sign-in', 'user', 'client', 'pool'].every(isKind)).toBe(true)
    expect(isKind('toString')).toBe(false)
  })

  it('are ids of user pools, of emulators too', () => {
    expect(['us-east-1_EXAMPLE1', 'local_1aB'].every(isUserPoolId)).toBe(true)
    expect([`a_${'b'.repeat(53)}`, `a_${'b'.repeat(54)}`].map(isUserPoolId)).toEqual([true, false])
    expect(['', 'us-east-1', 'us-east-1_', '_x', 'us-east-1_EXAMPLE1\n', 'a b_c', 7].some(isUserPoolId)).toBe(
      false,
    )
  })

  it('are ids of up to 256 characters', () => {
    expect([isId('x'), isId('x'.repeat(256)), isId('x'.repeat(257)), isId(''), isId(7)]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('are times in whole seconds', () => {
    expect([0, 1_800_000_000].every(isTime)).toBe(true)
    expect([-1, 0.5, Number.NaN, Infinity, '1', undefined].some(isTime)).toBe(false)
  })
})
