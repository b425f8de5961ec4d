import { maxTokenLength } from '../verify/parse-token.ts'
import type { Rejection } from '../refusal/refusal.ts'

/** The value of an `Authorization` field, or the values of several such fields. */
export type Credentials = string | readonly string[] | undefined

/**
 * The credentials of a request. A repeated field is a mistake (RFC 9110, section 11.6.2) that Node hides: `headers` has
 * the first one only.
 *
 * @param rawHeaders all fields as they came, names and values in turn.
 */
export function authorizationOf(
  authorization: string | undefined,
  rawHeaders: readonly string[] = [],
): Credentials {
  let fields = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (isAuthorization(rawHeaders[index])) fields++
  }
  return fields > 1
    ? rawHeaders.filter((_, index) => index % 2 === 1 && isAuthorization(rawHeaders[index - 1]))
    : authorization
}

function isAuthorization(name = ''): boolean {
  // The usual spelling first: the lower case of a name is a new string.
  return (
    name.length === 'authorization'.length &&
    (name === 'Authorization' || name.toLowerCase() === 'authorization')
  )
}

/**
 * Takes the token out of the value of an `Authorization` field. Its alphabet is not checked yet: see
 * {@link isB64Token}.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function bearerToken(authorization: Credentials): string | Rejection {
  if (!authorization) return { reason: 'no_credentials' }
  if (typeof authorization === 'object') {
    return authorization.length > 1 ? { reason: 'several_credentials' } : bearerToken(authorization[0])
  }

  // The usual spelling first: it needs no regular expression.
  if (!authorization.startsWith('Bearer ') && !bearerScheme.test(authorization))
    return { reason: 'other_scheme' }
  let start = 'Bearer'.length
  while (authorization[start] === ' ') start++
  if (start === authorization.length) return { reason: 'no_credentials' }

  const isMalformed = start === 'Bearer'.length || authorization.length - start > maxTokenLength
  return isMalformed ? { reason: 'malformed_credentials' } : authorization.slice(start)
}

/**
 * The scheme. What follows it directly must not be one of the characters that a scheme is made of (RFC 9110, section
 * 5.6.2): `Bearer2` is another scheme, `Bearer,` is a malformed one.
 */
const bearerScheme = /^bearer(?![\w!#$%&'*+.^`|~-])/i

/** Whether the text can be a bearer token at all. */
export function isB64Token(token: string): boolean {
  return b64token.test(token)
}

const b64token = /^[A-Za-z0-9\-._~+/]+=*$/
