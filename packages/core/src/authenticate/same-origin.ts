import { type FieldValue, readField, type RequestFields } from './request-field.ts'

/** Methods that must not change anything (RFC 9110, section 9.2.1), as browsers send them across origins. */
const safeMethods: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request is one that another site may cause in a browser, with the cookies of the user: it asks for no change,
 * and for no connection such as a WebSocket, which could be used for changes.
 */
export function isSafeAcrossOrigins(request: RequestFields): boolean {
  return safeMethods.has(request.method) && readField(request, 'upgrade') === undefined
}

/**
 * Whether a request comes from a trusted origin, from the origin of the API itself, or from no browser. Browsers add
 * `Sec-Fetch-Site` and `Origin`, and no page can change them. A field that was sent twice comes from no browser, and
 * proves nothing.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 * @see https://www.rfc-editor.org/rfc/rfc6454#section-7
 */
export function isFromTrustedOrigin(request: RequestFields, trustedOrigins: ReadonlySet<string>): boolean {
  const origin = readField(request, 'origin')
  const site = readField(request, 'sec-fetch-site')
  if (typeof origin === 'object' || typeof site === 'object') return false
  if (origin !== undefined && trustedOrigins.has(origin)) return true
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return origin === undefined || isOriginOfHost(origin, request)
}

/**
 * Compares host and port of an origin with those that the request was sent to. The scheme is not compared: behind a proxy
 * that terminates TLS, the API does not know its own. An HTTP/2 request names its host in `:authority`, in `Host`, or
 * in both.
 */
function isOriginOfHost(origin: string, request: RequestFields): boolean {
  const [, scheme, originHost] = originPattern.exec(origin.toLowerCase()) ?? []
  const defaultPort = scheme === 'http' ? 80 : 443
  const expected = completeHost(originHost, defaultPort)
  const hosts = [readField(request, ':authority'), readField(request, 'host')].filter(
    (host) => host !== undefined,
  )
  return (
    expected !== undefined &&
    hosts.length > 0 &&
    hosts.every((host) => completeHost(host, defaultPort) === expected)
  )
}

const originPattern = /^(https?):\/\/(.*)$/

/** A name or an address, an IPv6 address in brackets, and the port if there is one. */
const hostPattern = /^(?<name>\[[\da-f:.]+\]|[^\s/?#@\\:[\]]+)(?::(?<port>\d+))?$/

/** The host in lower case, with its port. Returns `undefined` unless it is the host of one field. */
function completeHost(host: FieldValue, defaultPort: number): string | undefined {
  const parts = typeof host === 'string' ? hostPattern.exec(host.toLowerCase())?.groups : undefined
  return parts && `${parts['name']}:${parts['port'] ?? defaultPort}`
}
