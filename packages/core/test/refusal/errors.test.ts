import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import {
  AuthError,
  ConfigurationError,
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  isAuthError,
  KeysUnavailableError,
  UnauthenticatedError,
} from '../../dist/refusal/errors.js'

const noStore = { 'Cache-Control': 'no-store' }

describe('refusals', () => {
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
  ])('%s says what it is', (name, error, { message, statusCode, ...others }) => {
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
  })

  it.each(['no_credentials', 'other_scheme'] as const)(
    'UnauthenticatedError takes the reason %s',
    (reason) => {
      expect(new UnauthenticatedError({ reason })).toMatchObject({ reason, code: 'credentials_missing' })
    },
  )

  it('InvalidRequestError takes another reason', () => {
    const error = new InvalidRequestError({ reason: 'several_credentials' })
    expect(error).toMatchObject({ reason: 'several_credentials', code: 'credentials_malformed' })
  })

  it('ForbiddenError takes another reason', () => {
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

  it('lack what is not known of them', () => {
    expect(new InvalidTokenError({ userPoolId: 'us-east-1_EXAMPLE1' })).toHaveProperty('userPoolId')
    expect(new InvalidTokenError()).not.toHaveProperty('userPoolId')
    expect(new ForbiddenError({ scope: 'orders/read' })).toHaveProperty('scope')
    expect(new ForbiddenError()).not.toHaveProperty('scope')
  })

  it('KeysUnavailableError says when to try again', () => {
    const error = new KeysUnavailableError({ retryAfterSeconds: 10 })
    expect(error.retryAfterSeconds).toBe(10)
    expect(error.headers).toEqual({ 'Retry-After': '10', ...noStore })
  })

  it('have the challenge of a protection space', () => {
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
})

describe('what a refusal tells', () => {
  const secret = 'us-east-1_SECRET'
  const details = { userPoolId: secret, reason: 'client' } as const
  const errors = [
    new UnauthenticatedError(details),
    new InvalidRequestError(details),
    new InvalidTokenError(details),
    new ForbiddenError(details),
    new KeysUnavailableError({ userPoolId: secret, cause: new Error(secret) }),
  ]

  it.each(errors.map((error) => [error.name, error] as const))(
    '%s has the pool for logs, and not in its message, headers or JSON',
    (_, error) => {
      expect(error.userPoolId).toBe(secret)
      expect(error.message).not.toContain(secret)
      expect(JSON.stringify(error.headers)).not.toContain(secret)
      expect(JSON.stringify(error)).not.toContain(secret)
    },
  )

  it.each(errors.map((error) => [error.name, error] as const))(
    '%s is the body of its answer as JSON',
    (_, error) => {
      const body: Record<string, unknown> = JSON.parse(JSON.stringify(error))
      expect(Object.keys(body)).toEqual(['statusCode', 'code', 'error', 'message'])
      expect(body).toMatchObject({ statusCode: error.statusCode, code: error.code, message: error.message })
    },
  )

  it('is constant in JSON even when the message is not', () => {
    const error = new KeysUnavailableError({ message: `There are no keys for ${secret}` })
    expect(error.message).toContain(secret)
    expect(error.toJSON()).toEqual({
      statusCode: 503,
      code: 'keys_unavailable',
      error: 'Service Unavailable',
      message: 'Tokens cannot be verified at the moment',
    })
  })

  it('keeps a cause on KeysUnavailableError only, hidden from those who list its properties', () => {
    const cause = new Error('connection refused')
    const error = new KeysUnavailableError({ cause })
    expect(error.cause).toBe(cause)
    expect(Object.keys(error)).not.toContain('cause')
    for (const ErrorClass of [UnauthenticatedError, InvalidRequestError, InvalidTokenError, ForbiddenError]) {
      const careless: object = { cause }
      expect(new ErrorClass(careless)).not.toHaveProperty('cause')
    }
  })
})

describe('isAuthError', () => {
  it('is true for refusals of another copy of the package, whose classes are others', async () => {
    vi.resetModules()
    const copy = await import('../../dist/refusal/errors.js')
    expect(copy.AuthError).not.toBe(AuthError)
    for (const error of [
      new copy.UnauthenticatedError(),
      new copy.InvalidRequestError(),
      new copy.InvalidTokenError(),
      new copy.ForbiddenError(),
      new copy.KeysUnavailableError(),
    ]) {
      expect(error).not.toBeInstanceOf(AuthError)
      expect(isAuthError(error)).toBe(true)
    }
    expect(copy.isAuthError(new ForbiddenError())).toBe(true)
    expect(isAuthError(new copy.ConfigurationError('realm', 'wrong'))).toBe(false)
  })

  it.each([
    undefined,
    null,
    true,
    401,
    'UnauthenticatedError',
    Symbol.for('@cognito-auth/AuthError'),
    {},
    [],
    () => undefined,
    new Error('refused'),
    Object.assign(new Error('refused'), {
      name: 'UnauthenticatedError',
      statusCode: 401,
      code: 'token_invalid',
    }),
    new ConfigurationError('realm', 'wrong'),
  ])('is false for %s', (value) => {
    expect(isAuthError(value)).toBe(false)
  })
})

describe('ConfigurationError', () => {
  it('names the option and is no refusal', () => {
    const error = new ConfigurationError('realm', 'realm is 7.')
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ name: 'ConfigurationError', option: 'realm', message: 'realm is 7.' })
    expect(error).not.toHaveProperty('statusCode')
    expect(inspect(error)).toContain('ConfigurationError: realm is 7.')
  })
})
