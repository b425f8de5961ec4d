import { Admission, type Judgement } from './admission.ts'
import { type Answer, answerTo } from '../refusal/answer.ts'
import type { Credentials } from './bearer.ts'
import { isObject } from '../lib/is-object.ts'
import { type AuthError, isAuthError, KeysUnavailableError } from '../refusal/errors.ts'
import { logRefusal, markLogged } from '../refusal/log.ts'
import type { CognitoAuthOptions, Logger } from '../types/options.ts'
import type { Principal } from '../types/principal.ts'
import { errorOf, isRejection } from '../refusal/refusal.ts'
import { resolveOptions, type ResolvedOptions } from '../settings/resolve-options.ts'
import { isPromise, whenKnown } from '../lib/maybe-promise.ts'

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
  const settings = resolveOptions(options, [], 'createAuthenticator')
  return assembleAuthenticator(settings, settings.logger)
}

/** What an attempt to authenticate ends in. */
export type Finding = Principal | AuthError

/** An authenticator from the inside, for adapters: they log by themselves, and do not wait for what is known at once. */
export interface Inside {
  /** Finds the principal of a request, or why there is none. Only what nobody foresaw is thrown, or rejected with. */
  readonly attempt: Attempt

  /** Where the authenticator logs refusals. */
  readonly logger: Logger | undefined
}

/** See {@link Inside}. */
export type Attempt = (authorization: Credentials) => Finding | Promise<Finding>

/** Puts an authenticator together that logs refusals, and trouble with the keys, if it is given a logger. */
export function assembleAuthenticator(settings: ResolvedOptions, logger: Logger | undefined): Authenticator {
  const { protectionSpace } = settings
  const admission = new Admission(settings, logger)

  function attempt(authorization: Credentials): Finding | Promise<Finding> {
    return whenKnown(admission.ofCredentials(authorization), findingOf)
  }

  function findingOf(judgement: Judgement): Finding {
    return isRejection(judgement) ? errorOf(judgement, protectionSpace) : judgement
  }

  function unwrap(finding: Finding): Principal {
    if (!isAuthError(finding)) return finding
    if (logger) {
      logRefusal(logger, finding)
      markLogged(finding)
    }
    throw finding
  }

  async function authenticate(authorization: Credentials): Promise<Principal> {
    const finding = attempt(authorization)
    return unwrap(isPromise(finding) ? await finding : finding)
  }

  const authenticator: Authenticator = {
    authenticate,

    async verify(token) {
      return unwrap(findingOf(await admission.ofToken(token)))
    },

    async ready() {
      const refusals = await admission.load()
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
  insides.set(authenticator, { authenticate, attempt, logger })
  return authenticator
}

const insides = new WeakMap<Authenticator, Inside & Pick<Authenticator, 'authenticate'>>()

/** The inside of an authenticator. One that was made, or changed, by somebody else is asked as anybody would ask it. */
export function insideOf(authenticator: Authenticator): Inside {
  const inside = insides.get(authenticator)
  return {
    logger: inside?.logger,
    attempt(authorization) {
      const isOurs = inside !== undefined && authenticator.authenticate === inside.authenticate
      return isOurs ? inside.attempt(authorization) : ask(authenticator, authorization)
    },
  }
}

async function ask(authenticator: Authenticator, authorization: Credentials): Promise<Finding> {
  try {
    const principal = await authenticator.authenticate(authorization)
    // It may find something else, which must not pass for somebody.
    if (isObject(principal)) return principal
  } catch (error) {
    if (isAuthError(error)) return error
    throw error
  }
  throw new TypeError('The authenticator found neither a principal nor a fault')
}
