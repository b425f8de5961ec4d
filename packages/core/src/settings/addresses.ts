import { invalidOption } from './invalid-option.ts'
import type { RawOption } from './raw-option.ts'

/** Completes the sentence "It must be …" about a URL that keys are fetched from. */
export const fetchableUrl =
  'an https: URL without credentials; http: is allowed on loopback, or with keys.fetch'

/** Parses a URL. Returns `undefined` if the value is not an absolute URL. */
export function parseUrl(value: unknown): URL | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
}

/**
 * Parses a URL that keys are fetched from. Returns `undefined` if it is not safe to fetch them: over `http:`, an attacker
 * on the network could replace the keys.
 *
 * @param hasOwnFetch whether the keys are fetched by `keys.fetch`, for which `http:` is allowed.
 */
export function parseFetchableUrl(value: unknown, hasOwnFetch: boolean): string | undefined {
  const url = parseUrl(value)
  const isFetchable = url && (isSecure(url) || (hasOwnFetch && url.protocol === 'http:'))
  return isFetchable && !hasCredentials(url) ? url.href : undefined
}

/** Checks an optional URL of a page or document for clients. */
export function checkMetadataUrl(raw: RawOption): string | undefined {
  if (raw.value === undefined) return undefined
  const url = parseSecureUrl(raw.value)
  if (!url) {
    throw invalidOption(raw, 'a string: an https: URL without credentials; http: is allowed on loopback')
  }
  return url.href
}

/** Parses an `https:` URL without credentials; `http:` is allowed on loopback. Returns `undefined` for other values. */
export function parseSecureUrl(value: unknown): URL | undefined {
  const url = parseUrl(value)
  return url && isSecure(url) && !hasCredentials(url) ? url : undefined
}

function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

/** Names below `.localhost` are loopback by RFC 6761, section 6.3. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  )
}

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== ''
}
