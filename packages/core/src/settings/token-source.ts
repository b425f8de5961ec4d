import { ownItems } from '../lib/own-property.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import type { CookieTokenSource, HeaderTokenSource } from '../types/token-source.ts'
import { parseUrl } from './addresses.ts'
import { describeOption, invalidOption } from './invalid-option.ts'
import type { OptionNames, RawOption } from './raw-option.ts'
import { readOptions } from './read-options.ts'

/** Where tokens are read from: the option `tokenFrom`, checked and copied. */
export type ResolvedTokenSource =
  | { readonly kind: 'authorization' }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'cookie'; readonly name: string; readonly trustedOrigins: ReadonlySet<string> }

type SourceOptions = HeaderTokenSource & CookieTokenSource

const sourceOptionNames: OptionNames<SourceOptions> = { header: true, cookie: true, trustedOrigins: true }

const allowedSources =
  "'authorization', { header: 'name-of-the-header' } or { cookie: '__Host-name-of-the-cookie' }"

/**
 * Checks the option `tokenFrom`.
 *
 * @throws ConfigurationError for the first mistake.
 */
export function resolveTokenSource(raw: RawOption): ResolvedTokenSource {
  const { value } = raw
  if (value === undefined || value === 'authorization') return { kind: 'authorization' }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidOption(raw, allowedSources)
  }
  const { header, cookie, trustedOrigins } = readOptions<SourceOptions>(raw, sourceOptionNames)
  if ((header.value === undefined) === (cookie.value === undefined)) throw invalidOption(raw, allowedSources)
  if (header.value === undefined) {
    return { kind: 'cookie', name: checkCookie(cookie), trustedOrigins: checkOrigins(trustedOrigins) }
  }
  if (trustedOrigins.value !== undefined) {
    throw new ConfigurationError(
      trustedOrigins.option,
      `${trustedOrigins.option} cannot be combined with ${header.option}. It is about requests with a cookie.`,
    )
  }
  return { kind: 'header', name: checkHeader(header) }
}

/** Names of fields and of cookies: a token of RFC 9110, section 5.6.2. */
const namePattern = /^[\w!#$%&'*+.^`|~-]+$/

function checkHeader(raw: RawOption): string {
  const { value } = raw
  if (typeof value !== 'string' || !namePattern.test(value)) {
    throw invalidOption(raw, 'the name of a header, such as x-amzn-oidc-accesstoken')
  }
  const name = value.toLowerCase()
  if (name === 'authorization') {
    throw invalidOption(
      raw,
      "another header. For Authorization, the default, pass tokenFrom: 'authorization'",
    )
  }
  if (name === 'cookie') {
    throw invalidOption(raw, "another header. For a cookie, pass tokenFrom: { cookie: 'name-of-the-cookie' }")
  }
  return name
}

function checkCookie(raw: RawOption): string {
  const { value } = raw
  if (typeof value === 'string' && namePattern.test(value)) return value
  throw invalidOption(raw, 'the name of a cookie (RFC 6265), such as __Host-access')
}

function checkOrigins(raw: RawOption): ReadonlySet<string> {
  const { option, value = [] } = raw
  if (!Array.isArray(value))
    throw invalidOption(raw, "an array of origins, such as ['https://app.example.com']")
  const origins = ownItems<unknown>(value)
  return new Set(
    origins.map((origin, index) => checkOrigin({ option: `${option}[${index}]`, value: origin })),
  )
}

function checkOrigin(raw: RawOption): string {
  const origin = parseUrl(raw.value)?.origin
  if (origin === undefined || origin === 'null' || origin.includes('*')) {
    throw invalidOption(raw, 'an origin without wildcards, such as https://app.example.com')
  }
  if (origin === raw.value) return origin
  throw new ConfigurationError(
    raw.option,
    `${describeOption(raw)}. An origin is written like this: ${origin}`,
  )
}
