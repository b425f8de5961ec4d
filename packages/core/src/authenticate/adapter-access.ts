import { isObject } from '../lib/is-object.ts'
import type { MaybePromise } from '../lib/maybe-promise.ts'
import { own } from '../lib/own-property.ts'
import { type AuthError, isAuthError } from '../refusal/auth-error.ts'
import type { Logger } from '../types/options.ts'
import type { Principal } from '../types/principal.ts'
import type { Authenticator } from './authenticator.ts'
import type { Credentials } from './bearer.ts'

/**
 * What adapters need of an authenticator in addition: they log refusals themselves, and get a promise only if something has to
 * be waited for.
 */
export interface AdapterAccess {
  /** @param isOptional whether a request without bearer credentials passes. It changes what subscribers are told. */
  readonly authenticate: (
    credentials: Credentials,
    isOptional?: boolean,
  ) => MaybePromise<Principal | AuthError>

  readonly logger: Logger | undefined

  /** Whether the authenticator has the option `protectedResource`. */
  readonly hasProtectedResource: boolean

  /** Where trouble with the keys is logged from now on, if the authenticator has no logger of its own. */
  readonly lendLogger: (logger: Logger) => void
}

/** Found by the public method, so that a method which the application wrapped or replaced is called, not bypassed. */
const accessByMethod = new WeakMap<object, AdapterAccess>()

/** The method as a value. It is not called. */
function getMethod({ authenticate }: { readonly authenticate: object }): object {
  return authenticate
}

export function grantAccess(authenticator: Authenticator, access: AdapterAccess): void {
  accessByMethod.set(getMethod(authenticator), access)
}

/** The adapter's access to an authenticator. One that was made or wrapped by the application is called by its public method. */
export function accessAuthenticator(authenticator: Authenticator): AdapterAccess {
  return (
    accessByMethod.get(getMethod(authenticator)) ?? {
      authenticate: (credentials) => callPublicMethod(authenticator, credentials),
      logger: undefined,
      hasProtectedResource: false,
      lendLogger: () => undefined,
    }
  )
}

async function callPublicMethod(
  authenticator: Authenticator,
  credentials: Credentials,
): Promise<Principal | AuthError> {
  try {
    const result: unknown = await authenticator.authenticate(credentials)
    if (isAuthError(result)) return result
    // Anything else must not pass for a principal.
    if (isObject(result) && typeof own(result, 'userId') === 'string') return result as object as Principal
  } catch (error) {
    if (isAuthError(error)) return error
    throw error
  }
  throw new TypeError('The authenticator returned neither a principal nor an error')
}
