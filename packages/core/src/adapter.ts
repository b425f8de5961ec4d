/**
 * What the adapters for Express and Fastify share. Not for applications: it changes without notice.
 *
 * @module
 */
import {
  assembleAuthenticator,
  type Attempt,
  type Authenticator,
  type Finding,
  insideOf,
} from './authenticator.ts'
import type { Credentials } from './bearer.ts'
import { isObject, mistake, objectOf } from './configuration.ts'
import { type AuthError, ConfigurationError, isAuthError } from './errors.ts'
import type { CognitoAuthOptions, Logger } from './options.ts'
import { type Decision, decisionOf } from './guards.ts'
import type { Principal } from './principal.ts'
import { loggerOf, optionNames, resolveSettings } from './settings.ts'
import { isPromise } from './when-known.ts'

export { answerTo } from './answer.ts'
export { authorizationOf } from './bearer.ts'
export { mistake } from './configuration.ts'
export { guardOf, type GuardName } from './guards.ts'
export { logRefusal } from './log.ts'
export { isLogger } from './settings.ts'

/** An authenticator made elsewhere, in place of the options to make one. */
export interface SharedAuthenticatorOptions {
  /** The authenticator to use. Beside it, no other option of verification is allowed. */
  authenticator: Authenticator

  /** Where refusals are logged. Default: where the authenticator logs, else where the adapter does. */
  logger?: Logger | undefined
}

/** How an adapter authenticates. */
export interface Authentication {
  /** For the application: logs what it refuses if a logger was given. */
  readonly authenticator: Authenticator

  /** For the adapter, which logs by itself. */
  readonly attempt: Attempt

  /** Where refusals are logged. Nothing, when each request brings a logger of its own. */
  readonly logger: Logger | undefined
}

/**
 * Reads the options of an adapter.
 *
 * @param ownOptions names of the options that the adapter takes for itself.
 * @param fallbackLogger where an authenticator that is made here logs when no logger was given.
 * @throws ConfigurationError
 */
export function authenticationOf(
  options: CognitoAuthOptions | SharedAuthenticatorOptions,
  ownOptions: readonly string[],
  fallbackLogger?: Logger,
): Authentication {
  if (isShared(options)) return shared(options, ownOptions)

  const settings = resolveSettings(options, [...ownOptions, 'authenticator'])
  const { logger } = settings
  const authenticator = assembleAuthenticator(settings, logger ?? fallbackLogger)
  return { authenticator, attempt: insideOf(authenticator).attempt, logger }
}

function isShared(
  options: CognitoAuthOptions | SharedAuthenticatorOptions,
): options is SharedAuthenticatorOptions {
  return isObject(options) && options.authenticator !== undefined
}

function shared(options: SharedAuthenticatorOptions, ownOptions: readonly string[]): Authentication {
  const allowed = [...ownOptions, 'authenticator', 'logger']
  const values = objectOf({ option: 'options', value: options }, [...allowed, ...optionNames])
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || allowed.includes(name)) continue
    throw new ConfigurationError(
      name,
      `${name} cannot stand beside authenticator. Pass it to createAuthenticator() when the authenticator is made.`,
    )
  }
  const { authenticator } = options
  if (!isAuthenticator(authenticator)) {
    throw mistake({ option: 'authenticator', value: authenticator }, 'what createAuthenticator() returns')
  }
  const logger = loggerOf({ option: 'logger', value: options.logger })
  const { attempt, logger: ownLogger } = insideOf(authenticator)
  return { authenticator, attempt, logger: logger ?? ownLogger }
}

function isAuthenticator(value: unknown): value is Authenticator {
  return (
    isObject(value) &&
    ['authenticate', 'verify', 'ready', 'answer'].every((method) => typeof value[method] === 'function')
  )
}

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

/** Decides what a principal may do with a request. A {@link Guard} is one. */
export type Check<Request> = (
  principal: Principal,
  request: Request,
) => Decision | boolean | Promise<Decision | boolean>

/**
 * Asks a check, and reports what it decided or why it could not. Only `true` and `{ allowed: true }` allow anything.
 */
export function decide<Request>(
  check: Check<Request>,
  principal: Principal,
  request: Request,
  report: (decision: Decision) => void,
  fail: (error: Error) => void,
): void {
  const failWith = (reason: unknown): void => fail(asError(reason))
  let decision: Decision
  try {
    const result = check(principal, request)
    if (isObject(result) && isPromise(result)) {
      Promise.resolve(result).then(decisionOf).then(report).catch(failWith)
      return
    }
    decision = decisionOf(result)
  } catch (thrown) {
    return failWith(thrown)
  }
  report(decision)
}

/** Warns, once for each guard, that it refuses everybody because nobody has authenticated the request. */
export function unauthenticatedGuardWarning(guard: string, remedy: string): () => void {
  let isDue = true
  return function warn() {
    if (!isDue) return
    isDue = false
    process.emitWarning(`${guard} refused a request that no authentication had seen. ${remedy}`, {
      type: 'CognitoAuthWarning',
      code: 'COGNITO_AUTH_GUARD_ALONE',
    })
  }
}

/**
 * What may be handed to a framework as an error. Nothing at all would pass for success there, and Express takes the words
 * `route` and `router` for directions.
 */
export function asError(reason: unknown): Error {
  return reason instanceof Error
    ? reason
    : new Error('Something was thrown that is no error', { cause: reason })
}
