import { describe, expect, it } from 'vitest'
import { checkObject, readOptions } from '../../dist/settings/read-options.js'
import type { OptionNames } from '../../dist/settings/raw-option.js'
import type { TokenCacheOptions } from '../../dist/types/options.js'
import { withPolluted } from '../support/pollution.ts'
import { mistakeOf } from '../support/refusal.ts'

const raw = (value: unknown) => ({ option: 'option', value })

describe('checkObject', () => {
  const known = ['userPoolId', 'userPools', 'realm']

  it('returns a copy of an object with known members only', () => {
    const value = { realm: 'api' }
    expect(checkObject(raw(value), known)).toEqual(value)
    expect(checkObject(raw({}), known)).toEqual({})
  })

  it.each([undefined, null, 7, 'text', [], () => undefined])('refuses %o', (value) => {
    expect(mistakeOf(() => checkObject(raw(value), known)).message).toContain(
      'an object with the options userPoolId, userPools, realm',
    )
  })

  it.each([
    ['realms', 'realm'],
    ['REALM', 'realm'],
    ['ralm', 'realm'],
    ['relam', 'realm'],
    ['reams', 'realm'],
    ['userPool', 'userPools'],
    ['userPoolIds', 'userPoolId'],
    ['poolId', 'userPoolId'],
    ['pool', 'userPoolId'],
    ['rea', 'realm'],
    ['poo', undefined],
    ['xyz', undefined],
  ])('proposes for %s the nearest name', (name, meant) => {
    const { option, message } = mistakeOf(() => checkObject(raw({ [name]: 1 }), known))
    expect(option).toBe(`option.${name}`)
    expect(message).toBe(
      meant === undefined
        ? `\`option.${name}\` is not an option. The options are userPoolId, userPools, realm.`
        : `\`option.${name}\` is not an option. Did you mean to pass \`option.${meant}\`?`,
    )
  })

  it('proposes the options of an object that has them', () => {
    const pool = { userPoolId: 'us-east-1_EXAMPLE1', bearer: () => '', options: {} }
    expect(mistakeOf(() => checkObject(raw(pool), known)).message).toBe(
      '`option.bearer` is not an option. Did you mean to pass the property `options` of this object?',
    )
  })

  it('shows no password in a name', () => {
    const value = { 'https://user:secret@example.com': 1 }
    expect(mistakeOf(() => checkObject(raw(value), known)).message).toContain(
      '`option.https://…@example.com` is not an option.',
    )
  })

  it('has no path in front of the options themselves', () => {
    const options = { option: 'options', value: { realms: 1 } }
    expect(mistakeOf(() => checkObject(options, known))).toMatchObject({
      option: 'realms',
      message: '`realms` is not an option. Did you mean to pass `realm`?',
    })
  })
})

describe('an object of options', () => {
  const known = ['userPoolId', 'realm']

  it('is read once, getters included', () => {
    let reads = 0
    const value = {
      get realm() {
        reads += 1
        return `read ${reads} times`
      },
    }
    const copy = checkObject(raw(value), known)
    expect([copy['realm'], copy['realm'], reads]).toEqual(['read 1 times', 'read 1 times', 1])
  })

  it('counts with properties that are not enumerable', () => {
    const hidden = Object.defineProperty({}, 'realm', { value: 'api' })
    expect(checkObject(raw(hidden), known)).toEqual({ realm: 'api' })
    const misspelt = Object.defineProperty({}, 'reaml', { value: 'api' })
    expect(mistakeOf(() => checkObject(raw(misspelt), known)).option).toBe('option.reaml')
  })

  it('is copied without what it inherits', () => {
    withPolluted({ realm: 'polluted' }, () => {
      expect(checkObject(raw({}), known)['realm']).toBeUndefined()
      expect(readOptions({ option: 'options', value: {} }, { realm: true }).realm.value).toBeUndefined()
    })
  })
})

describe('readOptions', () => {
  const names: OptionNames<TokenCacheOptions> = { maxEntries: true }

  it('returns each option with its path', () => {
    expect(readOptions({ option: 'tokenCache', value: { maxEntries: 7 } }, names)).toEqual({
      maxEntries: { option: 'tokenCache.maxEntries', value: 7 },
    })
    expect(readOptions({ option: 'options', value: {} }, names)).toEqual({
      maxEntries: { option: 'maxEntries', value: undefined },
    })
  })

  it('allows other names without returning them', () => {
    expect(readOptions({ option: 'options', value: { own: 1 } }, names, ['own'])).toHaveProperty('maxEntries')
    expect(readOptions({ option: 'options', value: { own: 1 } }, names, ['own'])).not.toHaveProperty('own')
  })

  it('takes a list of names only if it is complete', () => {
    // @ts-expect-error an option that was added to the interface has to be listed
    const incomplete: OptionNames<TokenCacheOptions & { maxBytes?: number }> = names
    expect(incomplete).toBe(names)
  })
})
