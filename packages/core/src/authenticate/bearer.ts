import type { Refusal } from '../refusal/refusal.ts'
import { type FieldValue, readField, type RequestFields } from './request-field.ts'

/** The value of an `Authorization` field, or the values of several such fields. */
export type Credentials = FieldValue

/** Reads the credentials of a request. More than one `Authorization` field is an error (RFC 9110, section 11.6.2). */
export function readCredentials(request: RequestFields): Credentials {
  return readField(request, 'authorization', 'Authorization')
}

/**
 * Takes the token out of the value of an `Authorization` field. Whether it can be a token at all is not checked yet: see
 * {@link isB64Token}.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function readBearerToken(credentials: Credentials): string | Refusal {
  if (!credentials) return { reason: 'no_credentials' }
  if (typeof credentials === 'object') {
    return credentials.length > 1 ? { reason: 'several_credentials' } : readBearerToken(credentials[0])
  }

  // The usual spelling first: it needs no regular expression.
  if (!credentials.startsWith('Bearer ') && !bearerScheme.test(credentials)) {
    return { reason: bareJwt.test(credentials) ? 'scheme_missing' : 'other_scheme' }
  }
  let start = 'Bearer'.length
  while (credentials[start] === ' ') start++
  if (start === credentials.length) return { reason: 'no_credentials' }
  return start === 'Bearer'.length ? { reason: 'malformed_credentials' } : credentials.slice(start)
}

/**
 * The scheme, and no other that begins with the same letters: `Bearer2` is another scheme, `Bearer,` is a malformed one
 * (RFC 9110, section 5.6.2).
 */
const bearerScheme = /^bearer(?![\w!#$%&'*+.^`|~-])/i

/** A JWT without a scheme before it. Its header is a JSON object, so that its first segment begins like this. */
const bareJwt = /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/

/** The longest token that is accepted, in characters. */
export const maxTokenLength: number = 64 * 1024

/** Whether a string can be a bearer token: `b64token` of RFC 6750, section 2.1. */
export function isB64Token(value: string): boolean {
  return b64token.test(value)
}

const b64token = /^[A-Za-z0-9\-._~+/]+=*$/
