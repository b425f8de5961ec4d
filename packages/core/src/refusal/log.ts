import { isPromise } from '../lib/maybe-promise.ts'
import type { Logger } from '../types/options.ts'
import type { AuthError } from './auth-error.ts'

/** The part of a logger that trouble with the keys needs. */
export type WarnLogger = Pick<Logger, 'warn'>

/**
 * Writes the log line of a refusal. It contains nothing from a token that was not verified. A logger that throws does not
 * change how the request is answered.
 */
export function logRefusal(logger: Logger, error: AuthError): void {
  const { code, reason, userPoolId, cause } = error
  const fields = { code, reason, userPoolId }
  if (error.statusCode < 500) logSafely(logger, 'info', fields, 'request refused')
  // A message that is not to be sent says more than the cause.
  else logSafely(logger, 'warn', { ...fields, err: error.expose ? cause : error }, 'request refused')
}

/** Writes a log line. A logger of the application may throw, or return a promise that rejects: neither does any harm. */
export function logSafely<Level extends 'info' | 'warn'>(
  logger: Pick<Logger, Level> | undefined,
  level: Level,
  fields: object,
  message: string,
): void {
  try {
    const written: unknown = logger?.[level](fields, message)
    // There is nowhere else to report a failure.
    if (isPromise(written)) written.then(undefined, () => undefined)
  } catch {
    // See above.
  }
}
