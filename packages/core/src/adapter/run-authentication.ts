import { accessAuthenticator } from '../authenticate/adapter-access.ts'
import type { RequestFields } from '../authenticate/request-field.ts'
import { isAuthenticationObserved, observeAuthentication } from '../authenticate/observe-authentication.ts'
import { findCredentials } from '../authenticate/token-source.ts'
import { asError } from '../lib/as-error.ts'
import { isPromise } from '../lib/maybe-promise.ts'
import { type AuthError, isAuthError } from '../refusal/auth-error.ts'
import type { Refusal } from '../refusal/refusal.ts'
import type { Principal } from '../types/principal.ts'
import type { AdapterContext } from './adapter-context.ts'
import { createRefusalError } from './session.ts'

/** How an adapter goes on with a request. */
export interface Continuations<Value> {
  readonly pass: (value: Value) => void
  readonly refuse: (error: AuthError) => void
  readonly fail: (error: Error) => void
}

/** How an adapter goes on with a request whose credentials were read. */
export interface AuthenticationContinuations extends Continuations<Principal | undefined> {
  /**
   * Called first if tokens may come from a cookie, to set headers on the response: see `cacheHeaders`. Absent if they never do.
   *
   * @param isCookie whether a cookie holds the credentials of this request.
   */
  readonly varyByCookie?: (isCookie: boolean) => void
}

/**
 * Authenticates a request: at once, unless it has to wait for keys, or for an answer about revocation. Where credentials are
 * optional, a request without any passes without a principal; a request with a cookie, from another origin, is refused there,
 * too. If `pass` throws, another continuation is called, too: the request still needs an answer.
 */
export function runAuthentication(
  context: AdapterContext,
  request: RequestFields,
  isOptional: boolean,
  { varyByCookie, pass, refuse, fail }: AuthenticationContinuations,
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
    const { credentials, isCookie, isCrossOrigin } = findCredentials(context.tokenSource, request)
    if (isCookie !== undefined) varyByCookie?.(isCookie)
    if (isCrossOrigin) {
      const refusal: Refusal = { reason: 'cross_origin' }
      if (isAuthenticationObserved()) void observeAuthentication(isOptional, () => refusal)
      return refuse(createRefusalError(refusal, { context }))
    }
    const result = accessAuthenticator(context.authenticator).authenticate(credentials, isOptional)
    if (isPromise(result)) result.then(settle).catch(settleThrown)
    else settle(result)
  } catch (thrown) {
    settleThrown(thrown)
  }
}
