import { cacheHeaders } from '@cognito-auth/core/adapter'
import type { FastifyReply } from 'fastify'

/**
 * Sets headers for caches on a response, where tokens may come from a cookie. Handlers may replace them. They are also set
 * on the raw response, because a handler that hijacks the reply sends nothing else.
 */
export function varyByCookie(reply: FastifyReply, isCookie: boolean): void {
  if (reply.raw.headersSent) return
  const headers = cacheHeaders(isCookie, (name) => reply.getHeader(name))
  for (const [name, value] of Object.entries(headers)) {
    reply.header(name, value)
    reply.raw.setHeader(name, value)
  }
}
