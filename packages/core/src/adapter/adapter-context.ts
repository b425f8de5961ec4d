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
import { type ResolvedTokenSource, resolveTokenSource } from '../settings/token-source.ts'
import type { CognitoAuthOptions, Logger } from '../types/options.ts'
import type { TokenSourceOptions } from '../types/token-source.ts'

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

  /** Where requests have their token. */
  readonly tokenSource: ResolvedTokenSource
}

/** The options that both adapters have. */
export type AdapterOptions = (CognitoAuthOptions | SharedAuthenticatorOptions) & TokenSourceOptions

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
  options: AdapterOptions,
  ownOptions: readonly string[],
  fallbackLogger?: Logger,
): AdapterContext {
  const adapterOptions = ['tokenFrom', ...ownOptions]
  const loggingAuthenticator = isShared(options)
    ? shareAuthenticator(options, adapterOptions)
    : createOwn(factory, options, adapterOptions, fallbackLogger)

  const tokenFrom = { option: 'tokenFrom', value: own(options, 'tokenFrom') }
  if (accessAuthenticator(loggingAuthenticator.authenticator).hasProtectedResource) checkHeaderOnly(tokenFrom)
  return { ...loggingAuthenticator, tokenSource: resolveTokenSource(tokenFrom) }
}

/** An authenticator, and where its refusals are logged. */
type LoggingAuthenticator = Omit<AdapterContext, 'tokenSource'>

function createOwn(
  factory: string,
  options: CognitoAuthOptions,
  adapterOptions: readonly string[],
  fallbackLogger: Logger | undefined,
): LoggingAuthenticator {
  const resolved = resolveOptions(options, [...adapterOptions, 'authenticator'], factory)
  const { logger } = resolved
  return { authenticator: buildAuthenticator(resolved, logger ?? fallbackLogger), logger }
}

function isShared(options: AdapterOptions): options is SharedAuthenticatorOptions & TokenSourceOptions {
  return isObject(options) && Object.hasOwn(options, 'authenticator') && options.authenticator !== undefined
}

function shareAuthenticator(
  options: AdapterOptions,
  adapterOptions: readonly string[],
): LoggingAuthenticator {
  const allowed = [...adapterOptions, 'authenticator', 'logger']
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
