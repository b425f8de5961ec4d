import { isLoopback, parseSecureUrl } from '../settings/addresses.ts'
import { invalidOption } from '../settings/invalid-option.ts'
import type { RawOption } from '../settings/raw-option.ts'

/** Checks the option `domain`, a host or an origin. Returns the origin. */
export function checkDomain(raw: RawOption): string | undefined {
  const { value } = raw
  if (value === undefined) return undefined
  const url =
    typeof value === 'string' ? parseSecureUrl(value.includes('://') ? value : `https://${value}`) : undefined
  if (url && isManagedLogin(url) && (value === url.host || value === url.origin)) return url.origin
  throw invalidOption(
    raw,
    'the host of the managed login, for example auth.example.com or my-app.auth.us-east-1.amazoncognito.com, or its ' +
      'https: origin, without path, query and credentials; http: is allowed on loopback',
  )
}

/** A name without a dot is the prefix of a domain of Cognito, and not all of it. */
function isManagedLogin({ hostname }: URL): boolean {
  return hostname.includes('.') || isLoopback(hostname)
}
