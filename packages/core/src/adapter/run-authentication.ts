import { accessAuthenticator } from '../authenticate/adapter-access.ts'
import type { Credentials } from '../authenticate/bearer.ts'
import { asError } from '../lib/as-error.ts'
import { isPromise } from '../lib/maybe-promise.ts'
import { type AuthError, isAuthError } from '../refusal/auth-error.ts'
import type { Principal } from '../types/principal.ts'
import type { AdapterContext } from './adapter-context.ts'

/** How an adapter goes on with a request. */
export interface Continuations<Value> {
  readonly pass: (value: Value) => void
  readonly refuse: (error: AuthError) => void
  readonly fail: (error: Error) => void
}

/**
 * Authenticates a request: at once, without a promise, on a cache hit. Where credentials are optional, a request without
 * bearer credentials passes without a principal. If `pass` throws, another continuation is called, too: the request still
 * needs an answer.
 */
export function runAuthentication(
  { authenticator }: AdapterContext,
  credentials: Credentials,
  isOptional: boolean,
  { pass, refuse, fail }: Continuations<Principal | undefined>,
): void {
  function settle(result: Principal | AuthError): void {
    if (!isAuthError(result)) pass(result)
    else if (isOptional && result.code === 'credentials_missing') pass(undefined)
    else refuse(result)
  }

  function settleThrown(thrown: unknown): void {
    if (isAuthError(thrown)) refuse(thrown)
    else fail(asError(thrown))
  }

  try {
    const result = accessAuthenticator(authenticator).authenticate(credentials, isOptional)
    if (isPromise(result)) result.then(settle).catch(settleThrown)
    else settle(result)
  } catch (thrown) {
    settleThrown(thrown)
  }
}
