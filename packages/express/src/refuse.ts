import type { Answer, AuthError, Logger } from '@cognito-auth/core'
import { answerTo, asError, isLogger, logRefusal } from '@cognito-auth/core/adapter'
import type { NextFunction, Request, Response } from 'express'
import { type OnRefused, sessionOf } from './request.ts'

/** Logs a refusal and answers it, unless somebody else has answered meanwhile. */
export function refuse(error: AuthError, req: Request, res: Response, next: NextFunction): void {
  const gate = sessionOf(req)?.gate
  try {
    const logger = gate?.logger ?? loggerOf(req)
    if (logger) logRefusal(logger, error)
    if (res.headersSent) return

    const { body } = stamp(res, error)
    if (gate?.onRefused) void handOver(gate.onRefused, error, req, res, next)
    else res.json(body)
  } catch (thrown) {
    // A logger may throw anything, and Express goes on after nothing.
    next(asError(thrown))
  }
}

/**
 * Sends the answer to a refusal: status, challenge and JSON body. For error handlers, behind `isAuthError(error)`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function sendAuthError(res: Response, error: AuthError): void {
  res.json(stamp(res, error).body)
}

/** Puts status and headers on the response, and the headers on the error, for handlers that send those of the error. */
function stamp(res: Response, error: AuthError): Answer {
  const answer = sessionOf(res.req)?.gate.authenticator.answer(error) ?? answerTo(error)
  error.headers = answer.headers
  res.status(answer.statusCode).set(answer.headers)
  return answer
}

async function handOver(
  onRefused: OnRefused,
  error: AuthError,
  req: Request,
  res: Response,
  next: NextFunction,
): Promise<void> {
  try {
    await onRefused(error, req, res, function refuseFurther(reason?: unknown) {
      next(reason instanceof Error ? reason : error)
    })
  } catch (thrown) {
    next(asError(thrown))
  }
}

/** The logger that pino-http gives a request. */
function loggerOf(req: Request & { log?: unknown }): Logger | undefined {
  return isLogger(req.log) ? req.log : undefined
}
