import { describe, expect, it } from 'vitest'
import {
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  UnauthenticatedError,
} from '../../dist/refusal/errors.js'
import { withoutStack } from '../../dist/lib/without-stack.js'
import { errorOf, isRejection } from '../../dist/refusal/refusal.js'

const space = { realm: 'orders' }

describe('errorOf', () => {
  it.each([
    ['no_credentials', UnauthenticatedError],
    ['other_scheme', UnauthenticatedError],
    ['malformed_credentials', InvalidRequestError],
    ['several_credentials', InvalidRequestError],
    ['malformed_token', InvalidTokenError],
    ['algorithm', InvalidTokenError],
    ['kid', InvalidTokenError],
    ['header', InvalidTokenError],
    ['issuer', InvalidTokenError],
    ['kid_unknown', InvalidTokenError],
    ['signature', InvalidTokenError],
    ['expiry_missing', InvalidTokenError],
    ['expired', InvalidTokenError],
    ['not_yet_valid', InvalidTokenError],
    ['subject', InvalidTokenError],
    ['token_use', InvalidTokenError],
    ['client', InvalidTokenError],
    ['audience', InvalidTokenError],
    ['key_bound', InvalidTokenError],
    ['user_id', InvalidTokenError],
    ['revoked', InvalidTokenError],
    ['keys_unavailable', KeysUnavailableError],
  ] as const)('makes of %s the right error', (reason, errorClass) => {
    const error = errorOf({ reason, userPoolId: 'us-east-1_EXAMPLE1' }, space)
    expect(error).toBeInstanceOf(errorClass)
    expect(error).toMatchObject({ reason, userPoolId: 'us-east-1_EXAMPLE1' })
  })

  it('has the challenge of the protection space', () => {
    expect(errorOf({ reason: 'signature' }, space).headers['WWW-Authenticate']).toBe(
      'Bearer realm="orders", error="invalid_token"',
    )
  })

  it('keeps a cause, and the time to try again, for keys that cannot be had only', () => {
    const cause = new Error('connection refused')
    const facts = { cause, retryAfterSeconds: 7 }
    const unavailable = errorOf({ reason: 'keys_unavailable', ...facts }, space)
    expect(unavailable.cause).toBe(cause)
    expect(unavailable.headers['Retry-After']).toBe('7')
    const invalid = errorOf({ reason: 'signature', ...facts }, space)
    expect(invalid).not.toHaveProperty('cause')
    expect(invalid.headers).not.toHaveProperty('Retry-After')
  })

  it('records no stack, and leaves the stacks of others alone', () => {
    const { stackTraceLimit } = Error
    expect(errorOf({ reason: 'signature' }, space).stack).toBe('InvalidTokenError: The token is invalid')
    expect(Error.stackTraceLimit).toBe(stackTraceLimit)
    expect(new Error('later').stack).toContain('refusal.test.ts')
  })
})

describe('isRejection', () => {
  it('tells a refusal from a result', () => {
    expect(isRejection({ reason: 'signature' })).toBe(true)
    expect(isRejection({ principal: {} })).toBe(false)
  })
})

describe('withoutStack', () => {
  it('returns what it runs', () => {
    expect(withoutStack(() => 7)).toBe(7)
  })

  it('restores stacks after a throw', () => {
    const { stackTraceLimit } = Error
    expect(() =>
      withoutStack(() => {
        throw new Error('fault')
      }),
    ).toThrow('fault')
    expect(Error.stackTraceLimit).toBe(stackTraceLimit)
  })

  it('restores a limit that is not the usual one', () => {
    const { stackTraceLimit } = Error
    try {
      Error.stackTraceLimit = 3
      withoutStack(() => undefined)
      expect(Error.stackTraceLimit).toBe(3)
    } finally {
      Error.stackTraceLimit = stackTraceLimit
    }
  })
})
