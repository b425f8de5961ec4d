import { isLoopback, parseSecureUrl } from './addresses.ts'
import { invalidOption } from './invalid-option.ts'
import type { RawOption } from './raw-option.ts'

/** Checks the domain of a managed login, which is a host or an origin. Returns the origin. */
export function checkDomain(raw: RawOption): string {
  const { value } = raw
  const url =
    typeof value === 'string' ? parseSecureUrl(value.includes('://') ? value : `https://${value}`) : undefined
  if (url && isManagedLogin(url) && (value === url.host || value === url.origin)) return url.origin
  throw invalidOption(
    raw,
    'the host of the managed login, for example auth.example.com or my-app.auth.us-east-1.amazoncognito.com, or its ' +
      'https: origin, without path, query and credentials; http: is allowed on loopback',
  )
}

/** A name without a dot is only the prefix of a domain of Cognito. */
function isManagedLogin({ hostname }: URL): boolean {
  return hostname.includes('.') || isLoopback(hostname)
}
