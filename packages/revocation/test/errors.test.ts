import { describe, expect, it } from 'vitest'
import { RevocationsUnavailableError, TooManyEntriesError } from '../dist/errors.js'

describe('RevocationsUnavailableError', () => {
  it('says to frameworks that it is a 503, and nothing to clients', () => {
    const cause = new Error('down')
    const error = new RevocationsUnavailableError('not stored', { cause })
    expect(error).toMatchObject({
      code: 'revocations_unavailable',
      statusCode: 503,
      status: 503,
      expose: false,
      message: 'not stored',
      cause,
    })
    expect(String(error)).toBe('RevocationsUnavailableError: not stored')
  })
})

describe('TooManyEntriesError', () => {
  it('has its name', () => {
    expect(String(new TooManyEntriesError('too many'))).toBe('TooManyEntriesError: too many')
  })
})
