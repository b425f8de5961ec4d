import type { ServerResponse } from 'node:http'
import type { Answer, AnswerBody, AuthError } from '@cognito-auth/core'
import { asError, defaultAnswers } from '@cognito-auth/core/adapter'
import type { NextFunction, Request, Response } from 'express'
import { logFor } from './request-logger.ts'
import { findSession, type OnRefused } from './request.ts'

/** Logs a refusal and sends its answer, unless a response has already been sent. */
export function refuse(error: AuthError, req: Request, res: Response, next: NextFunction): void {
  const session = findSession(req)
  try {
    logFor(req, error)
    if (res.headersSent) return

    const { body } = writeAnswer(res, req, error)
    if (session?.onRefused) void callOnRefused(session.onRefused, error, req, res, next)
    else sendJson(res, body)
  } catch (thrown) {
    next(asError(thrown))
  }
}

/**
 * Sends the response for an `AuthError`: status, challenge and JSON body. Call it in an error handler if
 * `isAuthError(error)` returns `true`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function sendAuthError(res: Response, error: AuthError): void {
  sendJson(res, writeAnswer(res, res.req, error).body)
}

/**
 * Sets status and headers on the response, and also sets the headers on the error, from which some error handlers copy
 * them.
 */
export function writeAnswer(res: ServerResponse, req: object, error: AuthError): Answer {
  const answers = findSession(req)?.context.authenticator ?? defaultAnswers
  const answer = answers.answer(error)
  error.headers = answer.headers
  res.statusCode = answer.statusCode
  for (const [name, value] of Object.entries(answer.headers)) res.setHeader(name, value)
  return answer
}

/**
 * Sends JSON with Express's own method, which applications may replace. Plain responses of `node:http` do not have it.
 */
function sendJson(res: Response | ServerResponse, body: AnswerBody): void {
  if ('json' in res && typeof res.json === 'function') {
    res.json(body)
    return
  }
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.end(JSON.stringify(body))
}

async function callOnRefused(
  onRefused: OnRefused,
  error: AuthError,
  req: Request,
  res: Response,
  next: NextFunction,
): Promise<void> {
  function refuseFurther(reason?: unknown): void {
    next(reason instanceof Error ? reason : error)
  }
  try {
    // Express gives every request its `next`, which would let this one through.
    req.next = refuseFurther
    await onRefused(error, req, res, refuseFurther)
  } catch (thrown) {
    next(asError(thrown))
  }
}
