import { describe, expect, it } from 'vitest'
import { checkObject } from '../../dist/settings/read-options.js'
import { mistakeOf } from '../support/refusal.ts'

const raw = (value: unknown) => ({ option: 'option', value })

describe('checkObject', () => {
  const known = ['userPoolId', 'userPools', 'realm']

  it('returns an object with known members only', () => {
    const value = { realm: 'api' }
    expect(checkObject(raw(value), known)).toBe(value)
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

  it('has no path in front of the options themselves', () => {
    const options = { option: 'options', value: { realms: 1 } }
    expect(mistakeOf(() => checkObject(options, known))).toMatchObject({
      option: 'realms',
      message: '`realms` is not an option. Did you mean to pass `realm`?',
    })
  })
})
