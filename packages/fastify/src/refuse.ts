import type { AuthError } from '@cognito-auth/core'
import { answerTo, asError, logRefusal } from '@cognito-auth/core/adapter'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionOf } from './request.ts'

/**
 * Logs a refusal and hands it to the error handler. Status and headers are on the reply before that, so that a handler
 * which only sends a body still answers what it should.
 */
export function refuse(
  error: AuthError,
  request: FastifyRequest,
  reply: FastifyReply,
  done: (error: Error) => void,
): void {
  const gate = sessionOf(request)?.gate
  try {
    logRefusal(gate?.logger ?? request.log, error)
    const answer = gate?.authenticator.answer(error) ?? answerTo(error)
    error.headers = answer.headers
    reply.code(answer.statusCode).headers(answer.headers)
  } catch (thrown) {
    // A logger may throw anything, and Fastify goes on after nothing.
    return done(asError(thrown))
  }
  done(error)
}
