import { defaultAnswers } from '../refusal/answer.ts'
import type { AuthError } from '../refusal/auth-error.ts'
import { type Refusal, toAuthError } from '../refusal/refusal.ts'
import type { Principal } from '../types/principal.ts'
import type { AdapterContext } from './adapter-context.ts'

/** What a request went through. Guards rely on it, and not on the request's property `cognito`. */
export interface Session {
  readonly context: AdapterContext
  principal: Principal | undefined
}

/** The error for a refusal, with the headers of the authenticator in force. */
export function createRefusalError(
  refusal: Refusal,
  session: Pick<Session, 'context'> | undefined,
): AuthError {
  const error = toAuthError(refusal, defaultAnswers)
  if (session) error.headers = session.context.authenticator.answer(error).headers
  return error
}

/**
 * The principal of a request.
 *
 * @throws UnauthenticatedError (401) if it has none.
 */
export function getSessionPrincipal(session: Session | undefined, warn: () => void): Principal {
  if (session === undefined) warn()
  if (session?.principal) return session.principal
  throw createRefusalError({ reason: 'no_credentials' }, session)
}
