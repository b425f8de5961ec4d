import type { ResolvedTokenSource } from '../settings/token-source.ts'
import { type Credentials, readCredentials } from './bearer.ts'
import { readCookie } from './cookie.ts'
import { type FieldValue, readField, type RequestFields } from './request-field.ts'
import { isFromTrustedOrigin, isSafeAcrossOrigins } from './same-origin.ts'

/** What a request has at the place where tokens are expected. */
export interface FoundCredentials {
  readonly credentials: Credentials

  /** Whether a cookie holds them. `undefined` where tokens are not read from cookies. */
  readonly isCookie: boolean | undefined

  /** Whether another site may have caused the request, and the browser of the user added the cookie by itself. */
  readonly isCrossOrigin: boolean
}

/** Finds the credentials of a request. A token that stands alone becomes the value of an `Authorization` field. */
export function findCredentials(source: ResolvedTokenSource, request: RequestFields): FoundCredentials {
  if (source.kind === 'cookie') return findCookie(source, request)
  const credentials =
    source.kind === 'header' ? toCredentials(readField(request, source.name)) : readCredentials(request)
  return { credentials, isCookie: undefined, isCrossOrigin: false }
}

type CookieSource = Extract<ResolvedTokenSource, { kind: 'cookie' }>

function findCookie({ name, trustedOrigins }: CookieSource, request: RequestFields): FoundCredentials {
  const authorization = readCredentials(request)
  const cookie = authorization === undefined ? readCookie(request, name) : undefined
  if (cookie === undefined) return { credentials: authorization, isCookie: false, isCrossOrigin: false }
  const isCrossOrigin = !isSafeAcrossOrigins(request) && !isFromTrustedOrigin(request, trustedOrigins)
  return { credentials: toCredentials(cookie), isCookie: true, isCrossOrigin }
}

function toCredentials(value: FieldValue): Credentials {
  return typeof value === 'string' ? `Bearer ${value}` : value
}
