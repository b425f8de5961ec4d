import { describe, expect, it } from 'vitest'
import { answerBody, answerHeaders, answerTo } from '../../dist/refusal/answer.js'
import { fromJavaScript } from '../support/refusal.ts'

const bearer = 'Bearer realm="api"'

describe('answerTo', () => {
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
      'forbidden',
      403,
      `${bearer}, error="insufficient_scope"`,
      'Forbidden',
      'The token does not permit this',
    ],
  ] as const)('%s is a %i with a challenge', (code, statusCode, challenge, error, message) => {
    expect(answerTo({ code })).toEqual({
      statusCode,
      headers: { 'WWW-Authenticate': challenge, 'Cache-Control': 'no-store' },
      body: { statusCode, code, error, message },
    })
  })

  it('keys_unavailable is a 503 without a challenge, and says when to try again', () => {
    expect(answerTo({ code: 'keys_unavailable', retryAfterSeconds: 7 })).toEqual({
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

  it('has the realm and the metadata address of a protection space', () => {
    const space = { realm: 'orders', resourceMetadata: 'https://api.example.com/metadata' }
    expect(answerTo({ code: 'credentials_missing' }, space).headers['WWW-Authenticate']).toBe(
      'Bearer realm="orders", resource_metadata="https://api.example.com/metadata"',
    )
  })
})

describe('answerTo for what is no refusal', () => {
  it.each(['nonsense', 'constructor', '__proto__'])('fails for the code %s', (code) => {
    const fault = Object.assign(new Error('of the application'), { code })
    expect(() => answerTo(fromJavaScript(fault))).toThrow(
      expect.objectContaining({ name: 'TypeError', cause: fault }),
    )
  })
})

describe('answerHeaders', () => {
  it('names a scope', () => {
    expect(answerHeaders({ code: 'forbidden', scope: 'a b' })['WWW-Authenticate']).toBe(
      `${bearer}, error="insufficient_scope", scope="a b"`,
    )
  })

  it('recommends a second when nobody knows how long', () => {
    expect(answerHeaders({ code: 'keys_unavailable' })['Retry-After']).toBe('1')
  })
})

describe('answerBody', () => {
  it('has the members of an error of Fastify, in their order, and nobody can change them', () => {
    const body = answerBody('forbidden')
    expect(Object.keys(body)).toEqual(['statusCode', 'code', 'error', 'message'])
    expect(Object.isFrozen(body)).toBe(true)
  })
})
