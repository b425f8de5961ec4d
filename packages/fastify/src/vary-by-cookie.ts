import { cacheHeaders } from '@cognito-auth/core/adapter'
import type { FastifyReply } from 'fastify'

/** Sets headers for caches on a response, where tokens may come from a cookie. Handlers may replace them. */
export function varyByCookie(reply: FastifyReply, isCookie: boolean): void {
  reply.headers(cacheHeaders(isCookie, (name) => reply.getHeader(name)))
}
