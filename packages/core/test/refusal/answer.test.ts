import { describe, expect, it } from 'vitest'
import { Answers, buildBody, defaultAnswers } from '../../dist/refusal/answer.js'
import type { AuthErrorCode } from '../../dist/refusal/reasons.js'
import { ForbiddenError, UnauthenticatedError } from '../../dist/refusal/errors.js'
import { withPollution } from '../../../../test/support/pollution.ts'
import { fromJavaScript } from '../support/refusal.ts'

const bearer = 'Bearer realm="api"'

describe('Answers.answer', () => {
  it.each([
    ['credentials_missing', 401, bearer, 'Unauthorized', 'A bearer token is required'],
    [
      'credentials_malformed',
      400,
      `${bearer}, error="invalid_request"`,
      'Bad Request',
      'The bearer credentials are malformed',
    ],
    ['token_invalid', 401, `${bearer}, error="invalid_token"`, 'Unauthorized', 'The token is invalid'],
    ['token_expired', 401, `${bearer}, error="invalid_token"`, 'Unauthorized', 'The token has expired'],
    ['token_revoked', 401, `${bearer}, error="invalid_token"`, 'Unauthorized', 'The token has been revoked'],
    [
      'step_up_required',
      401,
      `${bearer}, error="insufficient_user_authentication"`,
      'Unauthorized',
      'The user must sign in again',
    ],
    [
      'forbidden',
      403,
      `${bearer}, error="insufficient_scope"`,
      'Forbidden',
      'The token does not permit this',
    ],
  ] as const)('answers %s with status %i and a challenge', (code, statusCode, challenge, error, message) => {
    expect(defaultAnswers.answer({ code })).toEqual({
      statusCode,
      headers: { 'WWW-Authenticate': challenge, 'Cache-Control': 'no-store' },
      body: { statusCode, code, error, message },
    })
  })

  it('answers cross_origin with status 403, and without a challenge', () => {
    expect(defaultAnswers.answer({ code: 'cross_origin' })).toEqual({
      statusCode: 403,
      headers: { 'Cache-Control': 'no-store' },
      body: {
        statusCode: 403,
        code: 'cross_origin',
        error: 'Forbidden',
        message: 'Cross-origin requests are not permitted',
      },
    })
  })

  it('answers keys_unavailable with status 503, without a challenge, and with the time to retry', () => {
    expect(defaultAnswers.answer({ code: 'keys_unavailable', retryAfterSeconds: 7 })).toEqual({
      statusCode: 503,
      headers: { 'Cache-Control': 'no-store', 'Retry-After': '7' },
      body: {
        statusCode: 503,
        code: 'keys_unavailable',
        error: 'Service Unavailable',
        message: 'Tokens cannot be verified at the moment',
      },
    })
  })

  it('answers revocations_unavailable with status 503, without a challenge, and with one second to retry', () => {
    expect(defaultAnswers.answer({ code: 'revocations_unavailable' })).toEqual({
      statusCode: 503,
      headers: { 'Cache-Control': 'no-store', 'Retry-After': '1' },
      body: {
        statusCode: 503,
        code: 'revocations_unavailable',
        error: 'Service Unavailable',
        message: 'Revocations cannot be checked at the moment',
      },
    })
  })

  it('names the realm and the metadata URL of its protection space', () => {
    const answers = new Answers({ realm: 'orders', resourceMetadata: 'https://api.example.com/metadata' })
    expect(answers.answer({ code: 'credentials_missing' }).headers['WWW-Authenticate']).toBe(
      'Bearer realm="orders", resource_metadata="https://api.example.com/metadata"',
    )
    expect(answers.answer({ code: 'forbidden', scope: 'a' }).headers['WWW-Authenticate']).toBe(
      'Bearer realm="orders", error="insufficient_scope", scope="a", ' +
        'resource_metadata="https://api.example.com/metadata"',
    )
  })

  describe('of a protected resource', () => {
    const resourceMetadata = 'https://api.example.com/metadata'
    const answers = new Answers({ realm: 'api', resourceMetadata, scopes: ['a', 'b'] })
    const metadata = `resource_metadata="${resourceMetadata}"`

    function challengeOf(code: AuthErrorCode, scope?: string): string | undefined {
      return answers.answer({ code, scope }).headers['WWW-Authenticate']
    }

    it.each([
      ['credentials_missing', bearer],
      ['credentials_malformed', `${bearer}, error="invalid_request"`],
      ['token_invalid', `${bearer}, error="invalid_token"`],
      ['token_expired', `${bearer}, error="invalid_token"`],
      ['token_revoked', `${bearer}, error="invalid_token"`],
    ] as const)('names its scopes and its metadata for %s', (code, start) => {
      expect(challengeOf(code)).toBe(`${start}, scope="a b", ${metadata}`)
    })

    it.each([
      ['c', 'a b c'],
      ['b', 'a b'],
      ['c a d', 'a b c d'],
    ])('names its scopes before those of a guard for %s', (scope, all) => {
      expect(challengeOf('forbidden', scope)).toBe(
        `${bearer}, error="insufficient_scope", scope="${all}", ${metadata}`,
      )
    })

    it.each([undefined, '', 'ä'])('names no scopes if a guard refuses with the scope %j', (scope) => {
      expect(challengeOf('forbidden', scope)).toBe(`${bearer}, error="insufficient_scope", ${metadata}`)
    })

    it.each(['keys_unavailable', 'revocations_unavailable'] as const)('has no challenge for %s', (code) => {
      expect(challengeOf(code)).toBeUndefined()
    })

    it('does not take scopes from a polluted prototype', async () => {
      await withPollution({ scopes: ['intruder'] }, () => {
        const space = { realm: 'api', resourceMetadata: undefined }
        expect(new Answers(space).headersFor({ code: 'token_invalid' })['WWW-Authenticate']).toBe(
          `${bearer}, error="invalid_token"`,
        )
      })
    })
  })

  it('gives each answer a body of its own, which may be changed', () => {
    const { body } = defaultAnswers.answer({ code: 'forbidden' })
    Object.assign(body, { requestId: '7', message: 'changed' })
    expect(defaultAnswers.answer({ code: 'forbidden' }).body).toEqual({
      statusCode: 403,
      code: 'forbidden',
      error: 'Forbidden',
      message: 'The token does not permit this',
    })
  })

  it('does not let one answer change the headers of the next', () => {
    const { headers } = defaultAnswers.answer({ code: 'credentials_missing' })
    expect(Reflect.set(headers, 'WWW-Authenticate', 'Basic')).toBe(false)
    expect(defaultAnswers.answer({ code: 'credentials_missing' }).headers['WWW-Authenticate']).toBe(bearer)
  })

  it.each(['nonsense', 'constructor', '__proto__', undefined])(
    'throws a TypeError for an error with the code %s, which is not an AuthError',
    (code) => {
      const error = Object.assign(new Error('of the application'), { code })
      expect(() => defaultAnswers.answer(fromJavaScript(error))).toThrow(
        new TypeError('Only an AuthError has an answer: see isAuthError()'),
      )
    },
  )
})

describe('Answers.headersFor', () => {
  it('names a scope', () => {
    expect(defaultAnswers.headersFor({ code: 'forbidden', scope: 'a b' })['WWW-Authenticate']).toBe(
      `${bearer}, error="insufficient_scope", scope="a b"`,
    )
  })

  it('names a step-up', () => {
    const stepUp = { acrValues: ['a', 'b'], maxAgeSeconds: 60 }
    expect(defaultAnswers.headersFor({ code: 'step_up_required', stepUp })['WWW-Authenticate']).toBe(
      `${bearer}, error="insufficient_user_authentication", acr_values="a b", max_age="60"`,
    )
  })

  it('recommends one second if the time to retry is unknown', () => {
    expect(defaultAnswers.headersFor({ code: 'keys_unavailable' })['Retry-After']).toBe('1')
  })

  it('rounds the time to retry up to whole seconds', () => {
    const facts = { code: 'keys_unavailable', retryAfterSeconds: 0.2 } as const
    expect(defaultAnswers.headersFor(facts)['Retry-After']).toBe('1')
  })

  it('ignores a polluted Object.prototype', async () => {
    const [forbidden, missing] = [new ForbiddenError(), new UnauthenticatedError()]
    const polluted = { scope: 'polluted', stepUp: { maxAgeSeconds: 0 }, retryAfterSeconds: 99 }
    const headers = await withPollution(polluted, () =>
      [forbidden, missing].map((error) => defaultAnswers.headersFor(error)['WWW-Authenticate']),
    )
    expect(headers).toEqual([`${bearer}, error="insufficient_scope"`, bearer])
  })
})

describe('buildBody', () => {
  it("has the members of Fastify's own errors, in the same order", () => {
    expect(Object.keys(buildBody('forbidden'))).toEqual(['statusCode', 'code', 'error', 'message'])
  })

  it('throws a TypeError for an unknown code', () => {
    expect(() => buildBody(fromJavaScript('nonsense'))).toThrow(TypeError)
  })
})
