import {
  assembleAuthenticator,
  type Attempt,
  type Authenticator,
  insideOf,
} from '../authenticate/authenticator.ts'
import { isObject } from '../lib/is-object.ts'
import { ConfigurationError } from '../refusal/errors.ts'
import { checkLogger } from '../settings/logger.ts'
import { optionNames, resolveOptions } from '../settings/resolve-options.ts'
import { invalidOption } from '../settings/invalid-option.ts'
import { checkObject } from '../settings/read-options.ts'
import type { CognitoAuthOptions, Logger } from '../types/options.ts'

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

  const settings = resolveOptions(options, [...ownOptions, 'authenticator'])
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
  const values = checkObject({ option: 'options', value: options }, [...allowed, ...optionNames])
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || allowed.includes(name)) continue
    throw new ConfigurationError(
      name,
      `${name} cannot stand beside authenticator. Pass it to createAuthenticator() when the authenticator is made.`,
    )
  }
  const { authenticator } = options
  if (!isAuthenticator(authenticator)) {
    throw invalidOption(
      { option: 'authenticator', value: authenticator },
      'what createAuthenticator() returns',
    )
  }
  const logger = checkLogger({ option: 'logger', value: options.logger })
  const { attempt, logger: ownLogger } = insideOf(authenticator)
  return { authenticator, attempt, logger: logger ?? ownLogger }
}

function isAuthenticator(value: unknown): value is Authenticator {
  return (
    isObject(value) &&
    ['authenticate', 'verify', 'ready', 'answer'].every((method) => typeof value[method] === 'function')
  )
}
