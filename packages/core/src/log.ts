import type { AuthError } from './errors.ts'
import type { Logger } from './options.ts'

/** Writes the one line of log that a refusal gets. Nothing in it comes from a token that is not verified. */
export function logRefusal(logger: Logger, { code, reason, userPoolId, cause }: AuthError): void {
  const fields = { code, reason, userPoolId }
  if (code === 'keys_unavailable') logger.warn({ ...fields, err: cause }, 'request refused')
  else logger.info(fields, 'request refused')
}
