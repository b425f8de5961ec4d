import type { AuthError } from './errors.ts'
import type { Logger } from '../types/options.ts'

/** Refusals that have their line, on the way from an authenticator to an adapter. */
const logged = new WeakSet<AuthError>()

/** Says that a refusal has its line of log: whoever is about to write it next does not. */
export function markLogged(error: AuthError): void {
  logged.add(error)
}

/** Writes the one line of log that a refusal gets. Nothing in it comes from a token that is not verified. */
export function logRefusal(logger: Logger, error: AuthError): void {
  // Once only: somebody may refuse many requests with the same error.
  if (logged.delete(error)) return
  const { code, reason, userPoolId, cause } = error
  const fields = { code, reason, userPoolId }
  if (code === 'keys_unavailable') logger.warn({ ...fields, err: cause }, 'request refused')
  else logger.info(fields, 'request refused')
}
