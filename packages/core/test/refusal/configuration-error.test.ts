import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { AuthError } from '../../dist/refusal/auth-error.js'
import { ConfigurationError } from '../../dist/refusal/configuration-error.js'

describe('ConfigurationError', () => {
  it('names the option, and is not an AuthError', () => {
    const error = new ConfigurationError('realm', 'realm is 7.')
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ name: 'ConfigurationError', option: 'realm', message: 'realm is 7.' })
    expect(error).not.toHaveProperty('statusCode')
    expect(inspect(error)).toContain('ConfigurationError: realm is 7.')
  })

  it('keeps its name, which is a literal, if a minifier renames the class', () => {
    const descriptor = Object.getOwnPropertyDescriptor(ConfigurationError, 'name')
    Object.defineProperty(ConfigurationError, 'name', { value: 'a', configurable: true })
    try {
      expect(Object.hasOwn(ConfigurationError.prototype, 'name')).toBe(true)
      expect(String(new ConfigurationError('realm', 'wrong'))).toBe('ConfigurationError: wrong')
    } finally {
      Object.defineProperty(ConfigurationError, 'name', descriptor ?? {})
    }
  })
})
