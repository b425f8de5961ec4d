import type { AuthError } from '@cognito-auth/core'
import { defaultAnswers, logRefusal } from '@cognito-auth/core/adapter'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findSession } from './request.ts'

/**
 * Logs a refusal and sets its status and headers on the reply. It runs when the error reaches Fastify's error handling,
 * so that a refusal that another guard overrules leaves nothing behind. It runs before the error handler, so that a
 * handler that only sends a body still responds with the right status.
 */
export function applyRefusal(error: AuthError, request: FastifyRequest, reply: FastifyReply): void {
  const context = findSession(request)?.context
  logRefusal(context?.logger ?? request.log, error)
  const { statusCode, headers, body } = (context?.authenticator ?? defaultAnswers).answer(error)
  error.headers = headers
  // Fastify sends the message, and one that is not constant, such as that of `ready()`, is meant for logs.
  error.message = body.message
  reply.code(statusCode).headers(headers)
}

/**
 * Closes the connection of an upgrade request that ends in an error, once the response has been sent. Node no longer manages
 * the socket by then, and a plugin that would close it may not have seen the request yet.
 */
export function closeFailedUpgrade({ raw: request }: FastifyRequest, { raw: response }: FastifyReply): void {
  const { socket } = request
  if (request.httpVersionMajor > 1 || !Object.hasOwn(request.headers, 'upgrade')) return
  // A client may keep its half of the connection open.
  response.once('finish', () => socket.end(() => socket.destroy()))
}
