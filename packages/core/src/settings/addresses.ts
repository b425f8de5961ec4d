import { invalidOption } from './invalid-option.ts'
import type { RawOption } from './raw-option.ts'

/** Parses a URL. Returns `undefined` if the value is not an absolute URL. */
export function parseUrl(value: unknown): URL | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
}

/** Checks a URL that keys are fetched from. `hasOwnFetch` says that a function of the user fetches them. */
export function checkJwksUri(raw: RawOption, hasOwnFetch: boolean): string {
  const url = parseUrl(raw.value)
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && (hasOwnFetch || isLoopback(url.hostname)))
  if (!url || !isSafe || hasCredentials(url)) {
    throw invalidOption(
      raw,
      'an https: address without credentials. http: is for loopback; elsewhere pass keys.fetch',
    )
  }
  return url.href
}

/** Checks the URL of a document that clients read. */
export function checkMetadataUrl(raw: RawOption): string | undefined {
  if (raw.value === undefined) return undefined
  const url = parseUrl(raw.value)
  if (url?.protocol !== 'https:' || hasCredentials(url)) {
    throw invalidOption(raw, 'an https: address without credentials')
  }
  return url.href
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== ''
}
