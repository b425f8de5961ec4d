import { describe, expect, it } from 'vitest'
import { invalidOption, missingOption, nameOption } from '../../dist/settings/invalid-option.js'
import { withPolluted } from '../support/pollution.ts'

const raw = (value: unknown) => ({ option: 'option', value })

describe('invalidOption', () => {
  it('names option, value and what is allowed', () => {
    expect(invalidOption(raw(7), 'a text')).toMatchObject({
      name: 'ConfigurationError',
      option: 'option',
      message: 'option is 7. It must be a text.',
    })
  })

  it('names the variable that the value comes from', () => {
    expect(invalidOption({ ...raw('7'), variable: 'VARIABLE' }, 'a text').message).toBe(
      "option (from the environment variable VARIABLE) is '7'. It must be a text.",
    )
  })

  it('does not take an inherited variable for the origin of a value', () => {
    withPolluted({ variable: 'POLLUTED' }, () => {
      expect(invalidOption(raw(7), 'a text').message).toBe('option is 7. It must be a text.')
      expect(missingOption(raw(undefined), 'a text').message).toBe('option is missing. Pass a text.')
      expect(nameOption(raw(undefined))).toBe('option')
    })
  })
})

describe('missingOption', () => {
  it('says what to pass', () => {
    expect(missingOption(raw(undefined), 'a text')).toMatchObject({
      name: 'ConfigurationError',
      option: 'option',
      message: 'option is missing. Pass a text.',
    })
  })

  it('names the variable that can supply it', () => {
    expect(missingOption({ ...raw(undefined), variable: 'VARIABLE' }, 'a text').message).toBe(
      'option is missing. Pass a text, or set the environment variable VARIABLE.',
    )
  })
})

describe('nameOption', () => {
  it('names an option, and the variable that can supply it', () => {
    expect(nameOption(raw(undefined))).toBe('option')
    expect(nameOption({ ...raw(undefined), variable: 'VARIABLE' })).toBe('option (or set VARIABLE)')
  })
})
