import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { Answers } from '../../dist/refusal/answer.js'
import {
  CrossOriginError,
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  RevocationsUnavailableError,
  StepUpRequiredError,
  UnauthenticatedError,
} from '../../dist/refusal/errors.js'
import { isRefusal, toAuthError } from '../../dist/refusal/refusal.js'

const answers = new Answers({ realm: 'orders' })

describe('toAuthError', () => {
  it.each([
    ['no_credentials', UnauthenticatedError],
    ['other_scheme', UnauthenticatedError],
    ['scheme_missing', UnauthenticatedError],
    ['malformed_credentials', InvalidRequestError],
    ['several_credentials', InvalidRequestError],
    ['cross_origin', CrossOriginError],
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
    ['claim_type', InvalidTokenError],
    ['user_id', InvalidTokenError],
    ['revoked', InvalidTokenError],
    ['guard', ForbiddenError],
    ['step_up', StepUpRequiredError],
    ['keys_unavailable', KeysUnavailableError],
    ['revocations_unavailable', RevocationsUnavailableError],
  ] as const)('builds the error for the reason %s', (reason, errorClass) => {
    const error = toAuthError({ reason, userPoolId: 'us-east-1_EXAMPLE1' }, answers)
    expect(error).toBeInstanceOf(errorClass)
    expect(error).toMatchObject({ reason, userPoolId: 'us-east-1_EXAMPLE1' })
  })

  it('gives the error the headers of the answers', () => {
    expect(toAuthError({ reason: 'signature' }, answers).headers['WWW-Authenticate']).toBe(
      'Bearer realm="orders", error="invalid_token"',
    )
  })

  it('names the scope of a guard', () => {
    const error = toAuthError({ reason: 'guard', scope: 'orders/read' }, answers)
    expect(error).toMatchObject({ scope: 'orders/read' })
    expect(error.headers['WWW-Authenticate']).toBe(
      'Bearer realm="orders", error="insufficient_scope", scope="orders/read"',
    )
  })

  it('names the step-up of a guard', () => {
    const stepUp = { maxAgeSeconds: 300 }
    const error = toAuthError({ reason: 'step_up', stepUp }, answers)
    expect(error).toMatchObject({ stepUp })
    expect(error.headers['WWW-Authenticate']).toBe(
      'Bearer realm="orders", error="insufficient_user_authentication", max_age="300"',
    )
  })

  it('keeps a cause and the time to retry only if keys are unavailable', () => {
    const cause = new Error('connection refused')
    const facts = { cause, retryAfterSeconds: 7 }
    const unavailable = toAuthError({ reason: 'keys_unavailable', ...facts }, answers)
    expect(unavailable.cause).toBe(cause)
    expect(unavailable.headers['Retry-After']).toBe('7')
    const invalid = toAuthError({ reason: 'signature', ...facts }, answers)
    expect(invalid).not.toHaveProperty('cause')
    expect(invalid.headers).not.toHaveProperty('Retry-After')
  })

  it('records no stack trace, and leaves those of other errors alone', () => {
    const { stackTraceLimit } = Error
    expect(toAuthError({ reason: 'signature' }, answers).stack).toBe(
      'InvalidTokenError: The token is invalid',
    )
    expect(Error.stackTraceLimit).toBe(stackTraceLimit)
    expect(new Error('later').stack).toContain('refusal.test.ts')
  })
})

describe('isRefusal', () => {
  it('tells a refusal from a result', () => {
    expect(isRefusal({ reason: 'signature' })).toBe(true)
    expect(isRefusal({ principal: {} })).toBe(false)
  })

  it('ignores an inherited reason', async () => {
    const principal = { userId: 'alice' }
    expect(await withPollution({ reason: 'signature' }, () => isRefusal(principal))).toBe(false)
  })
})
