import { parseSecureUrl } from '../settings/addresses.ts'
import { invalidOption } from '../settings/invalid-option.ts'
import type { RawOption } from '../settings/raw-option.ts'

/**
 * Checks the identifier of a resource or of an authorization server. Clients and tokens repeat it, and it is compared
 * character by character, so that it must be spelled as clients spell it: as `URL` writes it. If the path is empty, its
 * slash may be left out.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-1.2
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export function checkIdentifier(raw: RawOption): string {
  const { value } = raw
  const url = parseSecureUrl(value)
  if (typeof value !== 'string' || url === undefined || /[?#]/.test(value)) {
    throw invalidOption(
      raw,
      'an https: URL without query, fragment and credentials, for example https://api.example.com/mcp; http: is ' +
        'allowed on loopback',
    )
  }
  const { href, origin, pathname } = url
  if (value === href || (pathname === '/' && value === origin)) return value
  throw invalidOption(raw, `spelled as URL writes it: ${href}`)
}
