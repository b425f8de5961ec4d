/** Reads the token from an `Authorization` header that has passed authentication. */
export function readToken(authorization = ''): string {
  return authorization.replace(/^bearer +/i, '')
}
