import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { Answers } from '../../dist/refusal/answer.js'
import { AuthError, isAuthError } from '../../dist/refusal/auth-error.js'
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

const noStore = { 'Cache-Control': 'no-store' }

describe('errors', () => {
  it.each([
    [
      'UnauthenticatedError',
      new UnauthenticatedError(),
      {
        statusCode: 401,
        code: 'credentials_missing',
        reason: 'no_credentials',
        message: 'A bearer token is required',
        headers: { 'WWW-Authenticate': 'Bearer realm="api"', ...noStore },
      },
    ],
    [
      'InvalidRequestError',
      new InvalidRequestError(),
      {
        statusCode: 400,
        code: 'credentials_malformed',
        reason: 'malformed_credentials',
        message: 'The bearer credentials are malformed',
        headers: { 'WWW-Authenticate': 'Bearer realm="api", error="invalid_request"', ...noStore },
      },
    ],
    [
      'InvalidTokenError',
      new InvalidTokenError(),
      {
        statusCode: 401,
        code: 'token_invalid',
        reason: 'malformed_token',
        message: 'The token is invalid',
        headers: { 'WWW-Authenticate': 'Bearer realm="api", error="invalid_token"', ...noStore },
      },
    ],
    [
      'StepUpRequiredError',
      new StepUpRequiredError(),
      {
        statusCode: 401,
        code: 'step_up_required',
        reason: 'step_up',
        message: 'The user must sign in again',
        headers: {
          'WWW-Authenticate': 'Bearer realm="api", error="insufficient_user_authentication"',
          ...noStore,
        },
      },
    ],
    [
      'ForbiddenError',
      new ForbiddenError(),
      {
        statusCode: 403,
        code: 'forbidden',
        reason: 'guard',
        message: 'The token does not permit this',
        headers: { 'WWW-Authenticate': 'Bearer realm="api", error="insufficient_scope"', ...noStore },
      },
    ],
    [
      'CrossOriginError',
      new CrossOriginError(),
      {
        statusCode: 403,
        code: 'cross_origin',
        reason: 'cross_origin',
        message: 'Cross-origin requests are not permitted',
        headers: noStore,
      },
    ],
    [
      'KeysUnavailableError',
      new KeysUnavailableError(),
      {
        statusCode: 503,
        code: 'keys_unavailable',
        reason: 'keys_unavailable',
        message: 'Tokens cannot be verified at the moment',
        headers: { 'Retry-After': '1', ...noStore },
      },
    ],
    [
      'RevocationsUnavailableError',
      new RevocationsUnavailableError(),
      {
        statusCode: 503,
        code: 'revocations_unavailable',
        reason: 'revocations_unavailable',
        message: 'Revocations cannot be checked at the moment',
        headers: { 'Retry-After': '1', ...noStore },
      },
    ],
  ])(
    '%s has its own status, code, reason, message and headers',
    (name, error, { message, statusCode, ...others }) => {
      expect(error).toBeInstanceOf(AuthError)
      expect(error).toBeInstanceOf(Error)
      expect(isAuthError(error)).toBe(true)
      expect(error.name).toBe(name)
      expect(error.message).toBe(message)
      expect(error.status).toBe(statusCode)
      expect(error).toMatchObject({ statusCode, ...others })
      expect(error.headers).toEqual(others.headers)
      expect(String(error)).toBe(`${name}: ${message}`)
      expect(error).not.toHaveProperty('cause')
    },
  )

  it.each(['no_credentials', 'other_scheme', 'scheme_missing'] as const)(
    'UnauthenticatedError accepts the reason %s',
    (reason) => {
      expect(new UnauthenticatedError({ reason })).toMatchObject({ reason, code: 'credentials_missing' })
    },
  )

  it('InvalidRequestError accepts another reason', () => {
    const error = new InvalidRequestError({ reason: 'several_credentials' })
    expect(error).toMatchObject({ reason: 'several_credentials', code: 'credentials_malformed' })
  })

  it('ForbiddenError accepts another reason', () => {
    expect(new ForbiddenError({ reason: 'client' })).toMatchObject({ reason: 'client', code: 'forbidden' })
  })

  it.each([
    ['expired', 'token_expired', 'The token has expired'],
    ['revoked', 'token_revoked', 'The token has been revoked'],
    ['signature', 'token_invalid', 'The token is invalid'],
    ['client', 'token_invalid', 'The token is invalid'],
    ['kid_unknown', 'token_invalid', 'The token is invalid'],
    ['not_yet_valid', 'token_invalid', 'The token is invalid'],
  ] as const)('InvalidTokenError for %s has the code %s', (reason, code, message) => {
    const error = new InvalidTokenError({ reason })
    expect(error).toMatchObject({ statusCode: 401, reason, code, message })
    expect(error.headers['WWW-Authenticate']).toBe('Bearer realm="api", error="invalid_token"')
  })

  it('ForbiddenError names the scopes that would have been enough', () => {
    const error = new ForbiddenError({ scope: 'orders/read orders/write' })
    expect(error.scope).toBe('orders/read orders/write')
    expect(error.headers['WWW-Authenticate']).toBe(
      'Bearer realm="api", error="insufficient_scope", scope="orders/read orders/write"',
    )
  })

  it('StepUpRequiredError says how the user must sign in', () => {
    const stepUp = { acrValues: ['urn:cognito:loa:4'], maxAgeSeconds: 300 }
    const error = new StepUpRequiredError({ stepUp })
    expect(error.stepUp).toBe(stepUp)
    expect(error.headers['WWW-Authenticate']).toBe(
      'Bearer realm="api", error="insufficient_user_authentication", ' +
        'acr_values="urn:cognito:loa:4", max_age="300"',
    )
  })

  it('StepUpRequiredError accepts another reason', () => {
    const error = new StepUpRequiredError({ reason: 'guard' })
    expect(error).toMatchObject({ reason: 'guard', code: 'step_up_required' })
  })

  it('have no property for a fact that is unknown', () => {
    expect(new InvalidTokenError({ userPoolId: 'us-east-1_EXAMPLE1' })).toHaveProperty('userPoolId')
    expect(new InvalidTokenError()).not.toHaveProperty('userPoolId')
    expect(new ForbiddenError({ scope: 'orders/read' })).toHaveProperty('scope')
    expect(new ForbiddenError()).not.toHaveProperty('scope')
    expect(new StepUpRequiredError()).not.toHaveProperty('stepUp')
  })

  it('KeysUnavailableError says when to retry', () => {
    const error = new KeysUnavailableError({ retryAfterSeconds: 10 })
    expect(error.retryAfterSeconds).toBe(10)
    expect(error.headers).toEqual({ 'Retry-After': '10', ...noStore })
  })

  it('name the protection space in their challenge', () => {
    const protectionSpace = { realm: 'orders', resourceMetadata: 'https://api.example.com/metadata' }
    const challenge = 'Bearer realm="orders"'
    const metadata = 'resource_metadata="https://api.example.com/metadata"'
    expect(new UnauthenticatedError({ protectionSpace }).headers['WWW-Authenticate']).toBe(
      `${challenge}, ${metadata}`,
    )
    expect(new InvalidTokenError({ protectionSpace }).headers['WWW-Authenticate']).toBe(
      `${challenge}, error="invalid_token", ${metadata}`,
    )
    expect(new KeysUnavailableError({ protectionSpace }).headers).not.toHaveProperty('WWW-Authenticate')
  })

  it('InvalidTokenError never has the code of another class', () => {
    for (const reason of ['guard', 'no_credentials', 'keys_unavailable'] as const)
      expect(new InvalidTokenError({ reason })).toMatchObject({ statusCode: 401, code: 'token_invalid' })
  })

  it.each([KeysUnavailableError, RevocationsUnavailableError])(
    'have a constant body, even with a message of their own, as %o',
    (UnavailableError) => {
      const { statusCode, code, message } = new UnavailableError()
      const error = new UnavailableError({ message: 'There are no keys for us-east-1_SECRET' })
      expect(error.message).toContain('us-east-1_SECRET')
      expect(error.toJSON()).toEqual({ statusCode, code, error: 'Service Unavailable', message })
    },
  )

  it('keep a cause on those with status 503 only, which is not enumerable', () => {
    const cause = new Error('connection refused')
    for (const error of [new KeysUnavailableError({ cause }), new RevocationsUnavailableError({ cause })]) {
      expect(error.cause).toBe(cause)
      expect(Object.keys(error)).not.toContain('cause')
    }
    for (const ErrorClass of [
      UnauthenticatedError,
      InvalidRequestError,
      InvalidTokenError,
      StepUpRequiredError,
      ForbiddenError,
    ]) {
      const careless: object = { cause }
      expect(new ErrorClass(careless)).not.toHaveProperty('cause')
    }
  })
})

describe('the name of an error class', () => {
  const classes = {
    UnauthenticatedError,
    InvalidRequestError,
    InvalidTokenError,
    ForbiddenError,
    KeysUnavailableError,
    RevocationsUnavailableError,
    StepUpRequiredError,
  }

  it.each(Object.entries(classes))(
    'is a literal: %s keeps it if a minifier renames the class',
    (name, errorClass) => {
      const descriptor = Object.getOwnPropertyDescriptor(errorClass, 'name')
      Object.defineProperty(errorClass, 'name', { value: 'a', configurable: true })
      try {
        expect(Object.getOwnPropertyDescriptor(errorClass.prototype, 'name')).toMatchObject({ value: name })
        const error = new errorClass()
        expect(error.name).toBe(name)
        expect(String(error)).toBe(`${name}: ${error.message}`)
        expect(error.stack).toMatch(new RegExp(`^${name}: `))
        expect(Object.keys(error)).not.toContain('name')
      } finally {
        Object.defineProperty(errorClass, 'name', descriptor ?? {})
      }
    },
  )

  it('is inherited by a class of the application, which may have one of its own', () => {
    class a extends ForbiddenError {}
    class b extends ForbiddenError {
      override readonly name = 'NotYourOrderError'
    }
    expect([new a().name, new b().name]).toEqual(['ForbiddenError', 'NotYourOrderError'])
  })
})

describe('a polluted Object.prototype', () => {
  it.each([
    { protectionSpace: 'other' },
    { protectionSpace: { realm: 'other' } },
    { userPoolId: 'us-east-1_OTHER' },
    { scope: 1 },
    { stepUp: { maxAgeSeconds: 0 } },
  ])('does not change a refusal: %j', async (polluted) => {
    const [error, answer] = await withPollution(polluted, () => {
      const refused = new ForbiddenError()
      return [refused, new Answers({ realm: 'api', resourceMetadata: undefined }).answer(refused)]
    })
    const challenge = 'Bearer realm="api", error="insufficient_scope"'
    expect(error.headers).toEqual({ 'WWW-Authenticate': challenge, ...noStore })
    expect(answer.headers).toEqual(error.headers)
    expect(error.userPoolId).toBeUndefined()
  })

  it('does not change what a step-up requires', async () => {
    const { headers } = await withPollution(
      { acrValues: ['polluted'], maxAgeSeconds: 0, amr: ['polluted'] },
      () => new StepUpRequiredError({ stepUp: { amr: ['mfa'] } }),
    )
    expect(headers['WWW-Authenticate']).toBe('Bearer realm="api", error="insufficient_user_authentication"')
  })

  it('does not add resource metadata to a challenge', async () => {
    const { headers } = await withPollution(
      { resourceMetadata: 'https://attacker.example.com' },
      () => new ForbiddenError({ scope: 'orders/read' }),
    )
    expect(headers['WWW-Authenticate']).toBe(
      'Bearer realm="api", error="insufficient_scope", scope="orders/read"',
    )
  })
})
