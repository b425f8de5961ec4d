/** The value of a header that a response has, or the values of several such headers. */
type HeaderValue = string | number | readonly string[] | undefined

/**
 * Headers for caches, where tokens may come from a cookie: whether a response depends on cookies, and whether it is for one
 * user only. The application may replace them.
 *
 * @param isCookie whether a cookie holds the credentials of the request.
 * @param getHeader reads a header that the response has already.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.7
 */
export function cacheHeaders(
  isCookie: boolean,
  getHeader: (name: string) => HeaderValue,
): Readonly<Record<string, string>> {
  const isShared = !isCookie || getHeader('Cache-Control') !== undefined
  return { Vary: addCookie(getHeader('Vary')), ...(!isShared && { 'Cache-Control': 'private' }) }
}

/** Adds `Cookie` to the value of `Vary`, or to the values of several such fields. */
function addCookie(vary: HeaderValue): string {
  const names = [vary ?? []].flat().join(', ')
  if (/(?:^|,)\s*(?:cookie|\*)\s*(?:,|$)/i.test(names)) return names
  return names === '' ? 'Cookie' : `${names}, Cookie`
}
