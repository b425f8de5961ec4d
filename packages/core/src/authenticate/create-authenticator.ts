import { isObject } from '../lib/is-object.ts'
import { isPromise, type MaybePromise } from '../lib/maybe-promise.ts'
import { Answers } from '../refusal/answer.ts'
import { type AuthError, isAuthError } from '../refusal/auth-error.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import { KeysUnavailableError, RevocationsUnavailableError } from '../refusal/errors.ts'
import { logRefusal, type WarnLogger } from '../refusal/log.ts'
import { isRefusal, toAuthError } from '../refusal/refusal.ts'
import { type ResolvedOptions, resolveOptions } from '../settings/resolve-options.ts'
import type { CognitoAuthOptions, Logger } from '../types/options.ts'
import type { Principal } from '../types/principal.ts'
import { grantAccess } from './adapter-access.ts'
import type { Authenticator } from './authenticator.ts'
import type { Credentials } from './bearer.ts'
import { type AuthenticationResult, TokenAuthenticator } from './token-authenticator.ts'

/**
 * Creates an authenticator. Authenticators share nothing.
 *
 * @throws ConfigurationError for the first mistake in the options or in the environment.
 */
export function createAuthenticator(options: CognitoAuthOptions = {}): Authenticator {
  if (isObject(options) && Object.hasOwn(options, 'tokenFrom')) throw misplacedTokenFrom()
  const resolved = resolveOptions(options, [], 'createAuthenticator')
  return buildAuthenticator(resolved, resolved.logger)
}

export function buildAuthenticator(options: ResolvedOptions, logger: Logger | undefined): Authenticator {
  let lentLogger: Logger | undefined
  const keyLogger: WarnLogger = {
    warn: (fields, message) => (logger ?? lentLogger)?.warn(fields, message),
  }
  const tokens = new TokenAuthenticator(options, keyLogger)
  const { protectionSpace, revocations } = options
  const answers = new Answers(protectionSpace)

  function toPrincipalOrError(result: AuthenticationResult): Principal | AuthError {
    return isRefusal(result) ? toAuthError(result, answers) : result
  }

  function authenticateForAdapter(
    credentials: Credentials,
    isOptional?: boolean,
  ): MaybePromise<Principal | AuthError> {
    const result = tokens.authenticateCredentials(credentials, isOptional)
    return isPromise(result) ? result.then(toPrincipalOrError) : toPrincipalOrError(result)
  }

  async function throwRefusal(result: () => MaybePromise<AuthenticationResult>): Promise<Principal> {
    let error: unknown
    try {
      const found = toPrincipalOrError(await result())
      if (!isAuthError(found)) return found
      error = found
    } catch (thrown) {
      error = thrown
    }
    if (logger && isAuthError(error)) logRefusal(logger, error)
    throw error
  }

  async function loadKeys(): Promise<void> {
    const refusals = await tokens.loadKeys()
    const [first] = refusals
    if (first === undefined) return
    const { cause, retryAfterSeconds } = first
    const message = `There are no keys for ${refusals.map(({ userPoolId }) => userPoolId).join(', ')}`
    throw new KeysUnavailableError({ message, cause, retryAfterSeconds, protectionSpace })
  }

  async function loadRevocations(): Promise<void> {
    try {
      await revocations?.ready()
    } catch (cause) {
      const message = 'The list of revocations could not be loaded'
      throw new RevocationsUnavailableError({ message, cause, protectionSpace })
    }
  }

  const authenticator: Authenticator = {
    authenticate(authorization) {
      return throwRefusal(() => tokens.authenticateCredentials(authorization))
    },

    verify(token) {
      return throwRefusal(() => tokens.authenticateToken(token))
    },

    async ready() {
      await Promise.all([loadKeys(), loadRevocations()])
    },

    answer: (error) => answers.answer(error),
  }
  grantAccess(authenticator, {
    authenticate: authenticateForAdapter,
    logger,
    hasProtectedResource: options.protectedResource !== undefined,
    lendLogger(lent) {
      lentLogger = lent
    },
  })
  return authenticator
}

function misplacedTokenFrom(): ConfigurationError {
  return new ConfigurationError(
    'tokenFrom',
    'An authenticator reads no requests. Pass tokenFrom to requireAuth() or cognitoAuth, next to authenticator.',
  )
}
