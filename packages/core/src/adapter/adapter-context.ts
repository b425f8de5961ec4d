import { accessAuthenticator } from '../authenticate/adapter-access.ts'
import type { Authenticator } from '../authenticate/authenticator.ts'
import { buildAuthenticator } from '../authenticate/create-authenticator.ts'
import { isObject } from '../lib/is-object.ts'
import { own } from '../lib/own-property.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import { invalidOption } from '../settings/invalid-option.ts'
import { checkLogger } from '../settings/logger.ts'
import { checkHeaderOnly } from '../settings/protected-resource-option.ts'
import { checkObject } from '../settings/read-options.ts'
import { optionNames, resolveOptions } from '../settings/resolve-options.ts'
import type { CognitoAuthOptions, Logger } from '../types/options.ts'

/** An existing authenticator, in place of the options to create one. */
export interface SharedAuthenticatorOptions {
  /** The authenticator to use. No verification option may stand next to it. */
  authenticator: Authenticator

  /** Logs refusals. Default: the logger of the authenticator, or else that of the adapter. */
  logger?: Logger | undefined
}

/** What one middleware or plugin was configured with. */
export interface AdapterContext {
  readonly authenticator: Authenticator

  /** Logs refusals. `undefined` if each request has a logger of its own. */
  readonly logger: Logger | undefined
}

/**
 * Reads the options of an adapter.
 *
 * @param factory name of the function that was given the options, for error messages.
 * @param ownOptions names of the options that only this adapter has.
 * @param fallbackLogger logs for an authenticator that is created here, if the options have no logger.
 * @throws ConfigurationError for the first mistake.
 */
export function createContext(
  factory: string,
  options: CognitoAuthOptions | SharedAuthenticatorOptions,
  ownOptions: readonly string[],
  fallbackLogger?: Logger,
): AdapterContext {
  const context = isShared(options)
    ? shareAuthenticator(options, ownOptions)
    : createOwn(factory, options, ownOptions, fallbackLogger)
  if (accessAuthenticator(context.authenticator).hasProtectedResource) {
    checkHeaderOnly({ option: 'tokenFrom', value: readTokenFrom(options) })
  }
  return context
}

/** The adapter's own option that says where tokens come from. */
function readTokenFrom(options: object): unknown {
  const source: { readonly tokenFrom?: unknown } = options
  return own(source, 'tokenFrom')
}

function createOwn(
  factory: string,
  options: CognitoAuthOptions,
  ownOptions: readonly string[],
  fallbackLogger: Logger | undefined,
): AdapterContext {
  const resolved = resolveOptions(options, [...ownOptions, 'authenticator'], factory)
  const { logger } = resolved
  return { authenticator: buildAuthenticator(resolved, logger ?? fallbackLogger), logger }
}

function isShared(
  options: CognitoAuthOptions | SharedAuthenticatorOptions,
): options is SharedAuthenticatorOptions {
  return isObject(options) && Object.hasOwn(options, 'authenticator') && options.authenticator !== undefined
}

function shareAuthenticator(
  options: SharedAuthenticatorOptions,
  ownOptions: readonly string[],
): AdapterContext {
  const allowed = [...ownOptions, 'authenticator', 'logger']
  const values = checkObject({ option: 'options', value: options }, [...allowed, ...optionNames])
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || allowed.includes(name)) continue
    throw new ConfigurationError(
      name,
      `${name} cannot be combined with authenticator. Pass it to createAuthenticator() instead.`,
    )
  }
  const { authenticator } = values
  if (!isAuthenticator(authenticator)) {
    throw invalidOption(
      { option: 'authenticator', value: authenticator },
      'what createAuthenticator() returns',
    )
  }
  const logger = checkLogger({ option: 'logger', value: values.logger })
  return { authenticator, logger: logger ?? accessAuthenticator(authenticator).logger }
}

function isAuthenticator(value: unknown): value is Authenticator {
  const methods = ['authenticate', 'verify', 'ready', 'answer']
  return isObject(value) && methods.every((method) => typeof value[method] === 'function')
}
