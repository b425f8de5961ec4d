import { types } from 'node:util'
import { type Answer, answerTo } from './answer.ts'
import { bearerToken, isB64Token, maxTokenLength } from './bearer.ts'
import { type AuthError, isAuthError, KeysUnavailableError, type RejectionReason } from './errors.ts'
import { logRefusal } from './log.ts'
import type { CognitoAuthOptions, Logger } from './options.ts'
import type { Principal } from './principal.ts'
import { errorOf, isRejection, type Rejection } from './rejection.ts'
import { resolveSettings, type Settings } from './settings.ts'
import { TokenCache } from './token-cache.ts'
import { type Outcome, type VerifiedToken, Verifier } from './verifier.ts'

/** Finds out who sent a request. Holds the keys and the remembered tokens; make one and use it everywhere. */
export interface Authenticator {
  /**
   * Finds the principal of a request by its `Authorization` field.
   *
   * @param authorization the whole value of the field, or the values of several such fields, which are a mistake.
   * @throws UnauthenticatedError (401) without credentials of the scheme `Bearer`.
   * @throws InvalidRequestError (400) when the credentials are malformed, or several.
   * @throws InvalidTokenError (401) when the token is not good.
   * @throws KeysUnavailableError (503) when that cannot be found out.
   */
  authenticate(authorization: string | readonly string[] | undefined): Promise<Principal>

  /**
   * Finds the principal of a bare token: of a WebSocket, a message, a GraphQL context.
   *
   * @throws InvalidTokenError (401) when the token is not good.
   * @throws KeysUnavailableError (503) when that cannot be found out.
   */
  verify(token: string): Promise<Principal>

  /**
   * Fetches the keys now, unless they are at hand. For a readiness check, or to spare the first request the wait.
   * Inside of the cool-down after a fetch that failed, it does not fetch again.
   *
   * @throws KeysUnavailableError whose message names each user pool that has no keys, for your log: do not send it.
   * `cause` says why.
   */
  ready(): Promise<void>

  /** The answer to a refusal, with the realm and the metadata address of this authenticator in the challenge. */
  answer(error: AuthError): Answer
}

/**
 * Makes an authenticator. Nothing is shared with other ones.
 *
 * @throws ConfigurationError for the first mistake in the options or in the environment.
 */
export function createAuthenticator(options: CognitoAuthOptions = {}): Authenticator {
  const settings = resolveSettings(options)
  return withLog(assembleAuthenticator(settings, settings.logger), settings.logger)
}

/** Puts an authenticator together that leaves the logging of refusals to its caller. */
export function assembleAuthenticator(settings: Settings, keyLogger: Logger | undefined): Authenticator {
  const { isRevoked, protectionSpace, rememberedTokens } = settings
  const verifier = new Verifier(settings, keyLogger)
  const cache = rememberedTokens > 0 ? new TokenCache<VerifiedToken>(rememberedTokens) : undefined

  /** @param malformed what to say of a text that cannot even be a bearer token. */
  async function admit(token: string, malformed: RejectionReason): Promise<Principal> {
    if (typeof token !== 'string' || token.length > maxTokenLength) throw refusal({ reason: malformed })

    const digest = cache && TokenCache.keyOf(token)
    const remembered = digest && cache.get(digest)
    if (remembered && verifier.isStillGood(remembered)) {
      if (isRevoked) await refuseRevoked(remembered)
      return remembered.principal
    }
    if (remembered) cache.delete(digest)
    const outcome = await verify(token)
    if (isRejection(outcome)) throw refusal(isB64Token(token) ? outcome : { reason: malformed })
    if (isRevoked) await refuseRevoked(outcome)
    if (digest) cache.set(digest, outcome)
    return outcome.principal
  }

  function verify(token: string): Outcome | Promise<Outcome> {
    try {
      const outcome = verifier.verify(token)
      return types.isPromise(outcome) ? outcome.catch(failUnforeseen) : outcome
    } catch (error) {
      return failUnforeseen(error)
    }
  }

  async function refuseRevoked({ principal }: VerifiedToken): Promise<void> {
    let answer: unknown
    try {
      answer = await isRevoked?.(principal)
    } catch (cause) {
      throw new Error('isRevoked failed', { cause })
    }
    if (answer === true) throw refusal({ reason: 'revoked', userPoolId: principal.userPoolId })
    if (answer !== false) throw new TypeError('isRevoked must return true or false')
  }

  function refusal(rejection: Rejection): AuthError {
    return errorOf(rejection, protectionSpace)
  }

  return {
    authenticate(authorization) {
      const token = bearerToken(authorization)
      return typeof token === 'string'
        ? admit(token, 'malformed_credentials')
        : Promise.reject(refusal(token))
    },

    verify(token) {
      return admit(token, 'malformed_token')
    },

    async ready() {
      const refusals = await verifier.load()
      const [first] = refusals
      if (first === undefined) return
      const message = `There are no keys for ${refusals.map(({ userPoolId }) => userPoolId).join(', ')}`
      const { cause, retryAfterSeconds } = first
      throw new KeysUnavailableError({ message, cause, retryAfterSeconds, protectionSpace })
    },

    answer(error) {
      return answerTo(error, protectionSpace)
    },
  }
}

/** An error that nobody foresaw is no refusal, and its message may hold anything: it must not become an answer. */
function failUnforeseen(cause: unknown): never {
  throw new Error('A token could not be verified', { cause })
}

/** The same authenticator, with a line of log for each refusal. */
export function withLog(authenticator: Authenticator, logger: Logger | undefined): Authenticator {
  if (logger === undefined) return authenticator

  const logged = async (principal: Promise<Principal>): Promise<Principal> => {
    try {
      return await principal
    } catch (error) {
      if (isAuthError(error)) logRefusal(logger, error)
      throw error
    }
  }
  const loud: Authenticator = {
    ...authenticator,
    authenticate: (authorization) => logged(authenticator.authenticate(authorization)),
    verify: (token) => logged(authenticator.verify(token)),
  }
  silenced.set(loud, { authenticator, logger })
  return loud
}

const silenced = new WeakMap<
  Authenticator,
  { readonly authenticator: Authenticator; readonly logger: Logger }
>()

/** What a logging authenticator is made of, so that an adapter logs each refusal once, and to the same logger. */
export function withoutLog(authenticator: Authenticator): { authenticator: Authenticator; logger?: Logger } {
  return silenced.get(authenticator) ?? { authenticator }
}
