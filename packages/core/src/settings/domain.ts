import { isSecure, parseUrl } from './addresses.ts'
import { invalidOption } from './invalid-option.ts'
import type { RawOption } from './raw-option.ts'

/** Checks the domain of a managed login, which is a host or an origin. Returns the origin. */
export function checkDomain(raw: RawOption): string {
  const { value } = raw
  const url = parseUrl(typeof value === 'string' && !value.includes('://') ? `https://${value}` : value)
  if (!url || !isSecure(url) || url.href !== `${url.origin}/`) {
    throw invalidOption(
      raw,
      "the host of the managed login, such as 'auth.example.com', or its https: origin; http: is allowed on loopback",
    )
  }
  return url.origin
}
