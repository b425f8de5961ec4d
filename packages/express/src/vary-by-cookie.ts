import type { ServerResponse } from 'node:http'
import { cacheHeaders } from '@cognito-auth/core/adapter'

/** Sets headers for caches on a response, where tokens may come from a cookie. Handlers may replace them. */
export function varyByCookie(res: ServerResponse, isCookie: boolean): void {
  if (res.headersSent) return
  const headers = cacheHeaders(isCookie, (name) => res.getHeader(name))
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
}
