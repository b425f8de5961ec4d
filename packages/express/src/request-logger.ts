import type { AuthError, Logger } from '@cognito-auth/core'
import { accessAuthenticator, type AdapterContext, isLogger, logRefusal } from '@cognito-auth/core/adapter'
import type { Request } from 'express'
import { findCleanLogger } from './clean-logger.ts'
import { findSession } from './request.ts'

/**
 * Logs a refusal, if the authenticator or the request has a logger. Otherwise, the first refusal causes a process warning,
 * unless the application handles refusals itself. A guard without authentication before it has a warning of its own.
 */
export function logFor(req: Request, error: AuthError): void {
  const session = findSession(req)
  const logger = session?.context.logger ?? findRequestLogger(req)
  if (logger) logRefusal(logger, error)
  else if (session && !session.onRefused) warnNotLogged(error)
}

/** Lets an authenticator without a logger log failed key refreshes through the logger of the latest request. */
export function lendRequestLogger({ authenticator, logger }: AdapterContext, req: Request): void {
  if (logger !== undefined) return
  const requestLogger = findRequestLogger(req)
  if (requestLogger) accessAuthenticator(authenticator).lendLogger(requestLogger)
}

function findRequestLogger(req: Request & { log?: unknown }): Logger | undefined {
  return isLogger(req.log) ? new RequestLogger(req.log, req) : undefined
}

/** The logger that pino-http adds to a request. What it writes about the request is looked at only when it is used. */
class RequestLogger implements Logger {
  readonly #logger: Logger
  readonly #req: Request

  constructor(logger: Logger, req: Request) {
    this.#logger = logger
    this.#req = req
  }

  info(fields: object, message: string): unknown {
    return findCleanLogger(this.#logger, this.#req).info(fields, message)
  }

  warn(fields: object, message: string): unknown {
    return findCleanLogger(this.#logger, this.#req).warn(fields, message)
  }
}

let hasWarned = false

function warnNotLogged({ code, reason }: AuthError): void {
  const { NODE_ENV } = process.env
  if (hasWarned || NODE_ENV === 'production') return
  hasWarned = true
  process.emitWarning(
    `A request was refused with the code ${code}, for the reason ${reason}. Refusals are not logged. To see all of them, ` +
      'pass logger: console to requireAuth(), or put pino-http in front of it.',
    { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_NOT_LOGGED' },
  )
}
