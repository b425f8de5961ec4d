import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { readDecision } from '../../dist/guards/decision.js'

const allowed = { allowed: true }
const denied = { allowed: false }

describe('readDecision', () => {
  it.each([
    [true, allowed],
    [{ allowed: true }, allowed],
    [{ allowed: true, scope: 'a' }, allowed],
    [false, denied],
    [{ allowed: false }, denied],
    [{ allowed: false, scope: undefined }, denied],
    [{ allowed: false, scope: 7 }, denied],
    [
      { allowed: false, scope: 'a b' },
      { allowed: false, scope: 'a b' },
    ],
    [
      { allowed: false, scope: 'a', groups: ['admin'] },
      { allowed: false, scope: 'a' },
    ],
  ])('reads %j as %j', (result, decision) => {
    expect(readDecision(result)).toStrictEqual(decision)
  })

  it.each([
    undefined,
    null,
    0,
    1,
    'true',
    '',
    [],
    [true],
    {},
    { allowed: 1 },
    { allowed: 0 },
    { allowed: 'true' },
    { allowed: null },
    { allowed: Object(true) },
    Object(true),
    () => true,
    Symbol('true'),
    Promise.resolve({ allowed: true }),
  ])('throws a TypeError for %o', (result) => {
    expect(() => readDecision(result)).toThrow(
      new TypeError('A check must return true, false or a decision such as { allowed: false }'),
    )
  })

  it('ignores inherited properties', () => {
    expect(() => readDecision(Object.create({ allowed: true }))).toThrow(TypeError)
    const denial: unknown = Object.assign(Object.create({ scope: 'inherited' }), { allowed: false })
    expect(readDecision(denial)).toStrictEqual(denied)
  })

  it('ignores a polluted Object.prototype', async () => {
    await withPollution({ allowed: true, scope: 'polluted' }, () => {
      expect(() => readDecision({})).toThrow(TypeError)
      expect(() => readDecision([])).toThrow(TypeError)
      expect(Object.entries(readDecision({ allowed: false }))).toContainEqual(['allowed', false])
      expect(Object.hasOwn(readDecision({ allowed: false }), 'scope')).toBe(false)
    })
  })
})
