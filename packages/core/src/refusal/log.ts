import { isPromise } from '../lib/maybe-promise.ts'
import type { Logger } from '../types/options.ts'
import type { AuthError } from './auth-error.ts'

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

/**
 * Writes a log line with a logger of the application. It may throw anything, and a rejected promise that it returns would
 * end the process.
 */
export function logSafely(
  logger: Logger | undefined,
  level: 'info' | 'warn',
  fields: object,
  message: string,
): void {
  try {
    const written: unknown = logger?.[level](fields, message)
    if (isPromise(written)) void Promise.resolve(written).catch(() => undefined)
  } catch {
    // There is nowhere else to report it.
  }
}
