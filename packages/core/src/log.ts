import type { AuthError } from './errors.ts'
import type { Logger } from './options.ts'

/** Refusals that have their line: an authenticator may have logged what an adapter is about to. */
const logged = new WeakSet<AuthError>()

/** Writes the one line of log that a refusal gets. Nothing in it comes from a token that is not verified. */
export function logRefusal(logger: Logger, error: AuthError): void {
  if (logged.has(error)) return
  logged.add(error)
  const { code, reason, userPoolId, cause } = error
  const fields = { code, reason, userPoolId }
  if (code === 'keys_unavailable') logger.warn({ ...fields, err: cause }, 'request refused')
  else logger.info(fields, 'request refused')
}
