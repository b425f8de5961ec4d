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
    [{ allowed: false, stepUp: undefined }, denied],
    [{ allowed: true, stepUp: 'not read' }, allowed],
    [
      { allowed: false, stepUp: { acrValues: ['a'], amr: ['b'], maxAgeSeconds: 60 } },
      { allowed: false, stepUp: { acrValues: ['a'], amr: ['b'], maxAgeSeconds: 60 } },
    ],
    [
      { allowed: false, scope: 'a', stepUp: { maxAgeSeconds: 0 } },
      { allowed: false, scope: 'a', stepUp: { maxAgeSeconds: 0 } },
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

  it.each([
    null,
    true,
    60,
    'mfa',
    [],
    {},
    { maxAgeSeconds: -1 },
    { maxAgeSeconds: '60' },
    { acrValues: 'a' },
    { acrValues: ['a"b'] },
    { amr: [] },
    { maxAge: 60 },
    Object.create({ maxAgeSeconds: 60 }),
  ])('throws a TypeError for the step-up %o, whose message shows nothing of it', (stepUp) => {
    const read = () => readDecision({ allowed: false, stepUp })
    expect(read).toThrow(TypeError)
    expect(read).toThrow(
      expect.objectContaining({
        message: 'The stepUp of a decision must be a requirement such as { maxAgeSeconds: 300 }',
        cause: expect.objectContaining({
          name: 'ConfigurationError',
          option: expect.stringMatching(/^stepUp/),
        }),
      }),
    )
  })

  it('ignores inherited properties', () => {
    expect(() => readDecision(Object.create({ allowed: true }))).toThrow(TypeError)
    const inherited = { scope: 'inherited', stepUp: { maxAgeSeconds: 60 } }
    const denial: unknown = Object.assign(Object.create(inherited), { allowed: false })
    expect(readDecision(denial)).toStrictEqual(denied)
  })

  it('ignores a polluted Object.prototype', async () => {
    const polluted = { allowed: true, scope: 'polluted', stepUp: { maxAgeSeconds: 60 }, maxAgeSeconds: 60 }
    await withPollution(polluted, () => {
      expect(() => readDecision({})).toThrow(TypeError)
      expect(() => readDecision([])).toThrow(TypeError)
      expect(Object.entries(readDecision({ allowed: false }))).toContainEqual(['allowed', false])
      expect(Object.keys(readDecision({ allowed: false }))).toEqual(['allowed'])
      expect(() => readDecision({ allowed: false, stepUp: {} })).toThrow(TypeError)
    })
  })
})
