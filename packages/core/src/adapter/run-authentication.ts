import type { Attempt, Finding } from '../authenticate/authenticator.ts'
import type { Credentials } from '../authenticate/bearer.ts'
import { asError } from '../lib/as-error.ts'
import { isPromise } from '../lib/maybe-promise.ts'
import { type AuthError, isAuthError } from '../refusal/errors.ts'
import type { Principal } from '../types/principal.ts'

/** What an adapter does with a request, once it is known who sent it, or that nobody will know. */
export interface Handlers {
  /** Goes on. Without a principal, if credentials are optional and there are none. */
  readonly pass: (principal: Principal | undefined) => void
  readonly refuse: (error: AuthError) => void
  readonly fail: (error: Error) => void
}

/** Authenticates a request, at once if nobody has to be asked. What reaches `fail` is an error in every case. */
export function authenticate(
  attempt: Attempt,
  credentials: Credentials,
  isOptional: boolean,
  handlers: Handlers,
): void {
  // A logger, or a handler behind this one, that throws must not leave the request without an answer.
  try {
    const finding = attempt(credentials)
    if (isPromise(finding)) settleLater(finding, isOptional, handlers)
    else settle(finding, isOptional, handlers)
  } catch (thrown) {
    handlers.fail(asError(thrown))
  }
}

function settle(finding: Finding, isOptional: boolean, { pass, refuse }: Handlers): void {
  if (!isAuthError(finding)) pass(finding)
  else if (isOptional && finding.code === 'credentials_missing') pass(undefined)
  else refuse(finding)
}

function settleLater(finding: Promise<Finding>, isOptional: boolean, handlers: Handlers): void {
  finding
    .then((found) => settle(found, isOptional, handlers))
    .catch((thrown: unknown) => handlers.fail(asError(thrown)))
}
