import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { readStepUpRequirement } from '../../dist/settings/step-up-requirement.js'
import { mistakeOf, toldBy } from '../support/refusal.ts'

function read(value: unknown) {
  return readStepUpRequirement({ option: 'requirement', value })
}

describe('readStepUpRequirement', () => {
  it.each([
    [{ acrValues: ['urn:cognito:loa:3', 'urn:cognito:loa:4'] }],
    [{ acrValues: ['!'] }],
    [{ acrValues: ['#[]~'] }],
    [{ amr: ['mfa'] }],
    [{ maxAgeSeconds: 0 }],
    [{ maxAgeSeconds: 1 }],
    [{ maxAgeSeconds: Number.MAX_SAFE_INTEGER }],
    [{ acrValues: ['a'], amr: ['b'], maxAgeSeconds: 60 }],
  ])('accepts %j', (requirement) => {
    expect(read(requirement)).toStrictEqual(requirement)
  })

  it('leaves out what is undefined', () => {
    expect(read({ acrValues: undefined, amr: undefined, maxAgeSeconds: 60 })).toStrictEqual({
      maxAgeSeconds: 60,
    })
  })

  it('copies and freezes', () => {
    const requirement = { acrValues: ['a'], amr: ['b'], maxAgeSeconds: 60 }
    const copy = read(requirement)
    requirement.acrValues.push('c')
    requirement.amr.pop()
    requirement.maxAgeSeconds = 3600
    expect(copy).toStrictEqual({ acrValues: ['a'], amr: ['b'], maxAgeSeconds: 60 })
    for (const part of [copy, copy.acrValues, copy.amr]) expect(Object.isFrozen(part)).toBe(true)
  })

  const values = 'an array of at least one string, without spaces, quotes or backslashes in it'
  const age = 'a whole number of seconds, at least 0'
  const object = 'an object with the options acrValues, amr, maxAgeSeconds'
  const atLeastOne = 'an object with at least one of acrValues, amr, maxAgeSeconds'

  it.each<[value: unknown, option: string, shown: string, allowed: string]>([
    [undefined, 'requirement', 'undefined', object],
    [null, 'requirement', 'null', object],
    [300, 'requirement', '300', object],
    ['mfa', 'requirement', "'mfa'", object],
    [['mfa'], 'requirement', "[ 'mfa' ]", object],
    [Promise.resolve({ maxAgeSeconds: 60 }), 'requirement', '[Promise]', object],
    [{}, 'requirement', '{}', atLeastOne],
    [{ maxAgeSeconds: undefined }, 'requirement', '{ maxAgeSeconds: undefined }', atLeastOne],
    [{ acrValues: [] }, 'requirement.acrValues', '[]', values],
    [{ acrValues: 'a' }, 'requirement.acrValues', "'a'", values],
    [{ acrValues: null }, 'requirement.acrValues', 'null', values],
    [{ acrValues: ['a', ''] }, 'requirement.acrValues', "[ 'a', '' ]", values],
    [{ acrValues: ['a b'] }, 'requirement.acrValues', "[ 'a b' ]", values],
    [{ acrValues: ['a"b'] }, 'requirement.acrValues', `[ 'a"b' ]`, values],
    [{ acrValues: ['a\\b'] }, 'requirement.acrValues', String.raw`[ 'a\\b' ]`, values],
    [{ acrValues: ['a\n'] }, 'requirement.acrValues', String.raw`[ 'a\n' ]`, values],
    [{ acrValues: ['ä'] }, 'requirement.acrValues', "[ 'ä' ]", values],
    [{ acrValues: ['\u007F'] }, 'requirement.acrValues', String.raw`[ '\x7F' ]`, values],
    [{ acrValues: [4] }, 'requirement.acrValues', '[ 4 ]', values],
    [{ amr: [] }, 'requirement.amr', '[]', values],
    [{ amr: 'mfa' }, 'requirement.amr', "'mfa'", values],
    [{ amr: ['mfa', undefined] }, 'requirement.amr', "[ 'mfa', undefined ]", values],
    [{ maxAgeSeconds: -1 }, 'requirement.maxAgeSeconds', '-1', age],
    [{ maxAgeSeconds: 0.5 }, 'requirement.maxAgeSeconds', '0.5', age],
    [{ maxAgeSeconds: Infinity }, 'requirement.maxAgeSeconds', 'Infinity', age],
    [{ maxAgeSeconds: Number.NaN }, 'requirement.maxAgeSeconds', 'NaN', age],
    [{ maxAgeSeconds: '60' }, 'requirement.maxAgeSeconds', "'60'", age],
    [{ maxAgeSeconds: null }, 'requirement.maxAgeSeconds', 'null', age],
    [{ acrValues: ['a'], maxAgeSeconds: -1 }, 'requirement.maxAgeSeconds', '-1', age],
  ])('rejects %o', (value, option, shown, allowed) => {
    expect(toldBy(() => read(value))).toEqual({ option, variable: undefined, shown, allowed })
  })

  it('suggests the name of a misspelt property', () => {
    expect(mistakeOf(() => read({ maxAge: 60 }))).toMatchObject({
      option: 'requirement.maxAge',
      message: '`requirement.maxAge` is not an option. Did you mean to pass `requirement.maxAgeSeconds`?',
    })
  })

  it('ignores inherited properties', async () => {
    class Requirement {
      readonly amr = ['mfa']
    }
    expect(() => read(new Requirement())).toThrow('It must be an object')
    await withPollution({ acrValues: ['a'], amr: ['b'], maxAgeSeconds: 1e9 }, () => {
      expect(() => read({})).toThrow('at least one of')
      expect(Object.keys(read({ amr: ['mfa'] }))).toEqual(['amr'])
    })
    await withPollution({ '0': 'a' }, () => {
      const sparse: unknown[] = []
      sparse.length = 1
      expect(() => read({ acrValues: sparse })).toThrow('requirement.acrValues is')
    })
  })
})
