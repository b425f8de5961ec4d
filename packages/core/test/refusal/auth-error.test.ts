import type * as core from '@cognito-auth/core'
import { describe, expect, it } from 'vitest'
import { loadSecondCopy } from '../../../../test/support/second-copy.ts'
import { AuthError, isAuthError } from '../../dist/refusal/auth-error.js'
import { ConfigurationError } from '../../dist/refusal/configuration-error.js'
import {
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  RevocationsUnavailableError,
  StepUpRequiredError,
  UnauthenticatedError,
} from '../../dist/refusal/errors.js'

const secret = 'us-east-1_SECRET'
const details = { userPoolId: secret, reason: 'client' } as const
const errors = [
  new UnauthenticatedError(details),
  new InvalidRequestError(details),
  new InvalidTokenError(details),
  new StepUpRequiredError(details),
  new ForbiddenError(details),
  new KeysUnavailableError({ userPoolId: secret, cause: new Error(secret) }),
  new RevocationsUnavailableError({ userPoolId: secret, cause: new Error(secret) }),
].map((error) => [error.name, error] as const)

describe('AuthError', () => {
  it.each(errors)(
    'has the pool for your logs, and not in its message, headers or JSON, as %s',
    (_, error) => {
      expect(error.userPoolId).toBe(secret)
      expect(error.message).not.toContain(secret)
      expect(JSON.stringify(error.headers)).not.toContain(secret)
      expect(JSON.stringify(error)).not.toContain(secret)
    },
  )

  it.each(errors)('serialises to the body of its answer, as %s', (_, error) => {
    const body: Record<string, unknown> = JSON.parse(JSON.stringify(error))
    expect(Object.keys(body)).toEqual(['statusCode', 'code', 'error', 'message'])
    expect(body).toMatchObject({ statusCode: error.statusCode, code: error.code, message: error.message })
  })

  it.each(errors)('has its status by the name that Express reads, as %s', (_, error) => {
    expect(error.status).toBe(error.statusCode)
  })

  it.each(errors)('lets http-errors and Nest send its message, as %s', (_, error) => {
    expect(error.expose).toBe(true)
  })

  it('does not let them send a message that names user pools, as ready() throws it', () => {
    const message = `There are no keys for ${secret}`
    expect(new KeysUnavailableError({ message }).expose).toBe(false)
    expect(new RevocationsUnavailableError({ message }).expose).toBe(false)
  })

  it('lets error handlers assign status and expose, as they do with errors of http-errors', () => {
    const error = new ForbiddenError()
    error.status = 404
    error.expose = false
    expect([error.status, error.expose]).toEqual([404, false])
    expect(error.statusCode).toBe(403)

    const next = new ForbiddenError()
    expect([next.status, next.expose]).toEqual([403, true])
  })

  it('has a body of its own each time', () => {
    const error = new ForbiddenError()
    expect(error.toJSON()).not.toBe(error.toJSON())
  })
})

describe('isAuthError', () => {
  it('is true for errors of another copy of the package, which has other classes', () => {
    const copy = loadSecondCopy('@cognito-auth/core') as typeof core
    expect(copy.AuthError).not.toBe(AuthError)
    for (const error of [
      new copy.UnauthenticatedError(),
      new copy.InvalidRequestError(),
      new copy.InvalidTokenError(),
      new copy.StepUpRequiredError(),
      new copy.ForbiddenError(),
      new copy.KeysUnavailableError(),
      new copy.RevocationsUnavailableError(),
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
