import { isObject } from '../lib/is-object.ts'
import { checkFunction, mistake, numberOf, objectOf, type Setting, urlOf } from './validate.ts'
import type { KeySettings } from '../keys/key-settings.ts'
import type { ProtectionSpace } from '../refusal/challenge.ts'
import type { CognitoAuthOptions, FetchKeys, KeyOptions, Logger } from '../types/options.ts'
import { poolOptionNames, type PoolSettings } from './user-pool.ts'
import { resolvePools } from './user-pools.ts'

/** What an authenticator works with: every option checked, completed and copied. */
export interface Settings {
  readonly pools: readonly PoolSettings[]
  readonly userIdClaim: string
  readonly graceSeconds: number
  readonly keys: KeySettings
  readonly rememberedTokens: number
  readonly isRevoked: CognitoAuthOptions['isRevoked']
  readonly protectionSpace: ProtectionSpace
  readonly logger: Logger | undefined
}

/** Names of the options of an authenticator. */
export const optionNames: readonly (keyof CognitoAuthOptions)[] = [
  ...poolOptionNames,
  'userPools',
  'userIdClaim',
  'graceSeconds',
  'keys',
  'tokenCache',
  'isRevoked',
  'realm',
  'resourceMetadata',
  'logger',
]

const keyOptionNames: readonly (keyof KeyOptions)[] = [
  'maxAgeSeconds',
  'maxStaleSeconds',
  'timeoutSeconds',
  'cooldownSeconds',
  'fetch',
]

/** The longest fetch, about 23 days: timers cannot run longer. */
const longestTimeout = 2_000_000

/**
 * Checks options and completes them from the environment, which is read now and never again.
 *
 * @param adapterOptions names of options that are the adapter's own, so that a misspelt one is recognised.
 * @throws ConfigurationError for the first mistake.
 */
export function resolveSettings(
  options: CognitoAuthOptions,
  adapterOptions: readonly string[] = [],
): Settings {
  const values = objectOf({ option: 'options', value: options }, [...optionNames, ...adapterOptions])
  const setting = (option: string): Setting => ({ option, value: values[option] })
  checkFunction(setting('isRevoked'), 'a function that takes a principal and returns true or false')
  const keys = keySettings(setting('keys'), options.keys?.fetch)
  const settings = {
    pools: resolvePools(values, keys.fetch !== undefined),
    userIdClaim: claimName(setting('userIdClaim')),
    graceSeconds: numberOf(
      setting('graceSeconds'),
      0,
      (n) => n >= 0 && n <= 300,
      'a number of seconds from 0 to 300',
    ),
    keys,
    rememberedTokens: rememberedTokens(setting('tokenCache')),
    isRevoked: options.isRevoked,
    protectionSpace: {
      realm: realm(setting('realm')),
      resourceMetadata: metadataAddress(setting('resourceMetadata')),
    },
    logger: loggerOf(setting('logger')),
  }
  if (values.userPools !== undefined && settings.userIdClaim !== 'sub') {
    throw mistake(setting('userIdClaim'), "left out beside userPools: one pool's name would be another's")
  }
  return settings
}

function keySettings({ option, value = {} }: Setting, fetch: FetchKeys | undefined): KeySettings {
  const values = objectOf({ option, value }, keyOptionNames)
  const setting = (name: string): Setting => ({ option: `keys.${name}`, value: values[name] })
  const seconds = (name: string, fallback: number): number =>
    numberOf(setting(name), fallback, (n) => n > 0, 'a number of seconds, more than 0')
  checkFunction(setting('fetch'), 'a function like the global fetch')
  const givenAge = seconds('maxAgeSeconds', 600)
  const maxStaleSeconds = seconds('maxStaleSeconds', Math.max(86_400, givenAge))
  // Keys that may not get as old as the default are refreshed earlier.
  const maxAgeSeconds = values.maxAgeSeconds === undefined ? Math.min(givenAge, maxStaleSeconds) : givenAge
  if (maxStaleSeconds < maxAgeSeconds) {
    throw mistake(setting('maxStaleSeconds'), `at least keys.maxAgeSeconds, which is ${maxAgeSeconds}`)
  }
  return {
    maxAgeSeconds,
    maxStaleSeconds,
    timeoutSeconds: numberOf(
      setting('timeoutSeconds'),
      5,
      isTimeout,
      `a number of seconds, more than 0 and at most ${longestTimeout}`,
    ),
    cooldownSeconds: seconds('cooldownSeconds', 10),
    fetch,
  }
}

function isTimeout(seconds: number): boolean {
  return seconds > 0 && seconds <= longestTimeout
}

function claimName(setting: Setting): string {
  const { value = 'sub' } = setting
  if (typeof value !== 'string' || value === '')
    throw mistake(setting, "the name of a claim, for example 'sub'")
  return value
}

function rememberedTokens(setting: Setting): number {
  const { option, value = {} } = setting
  if (value === false) return 0
  if (!isObject(value)) throw mistake(setting, 'an object such as { maxEntries: 1000 }, or false')
  const { maxEntries } = objectOf({ option, value }, ['maxEntries'])
  const allowed = 'a whole number from 1 to 1,000,000; to turn the cache off, pass tokenCache: false'
  return numberOf({ option: `${option}.maxEntries`, value: maxEntries }, 1000, isEntryCount, allowed)
}

function isEntryCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 1_000_000
}

function realm(setting: Setting): string {
  const { value = 'api' } = setting
  if (typeof value !== 'string' || !/^[\x20-\x7E]+$/.test(value))
    throw mistake(setting, 'text of printable ASCII characters')
  return value
}

function metadataAddress(setting: Setting): string | undefined {
  if (setting.value === undefined) return undefined
  const url = urlOf(setting.value)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw mistake(setting, 'an https: address without credentials')
  }
  return url.href
}

/** Checks a logger. */
export function loggerOf(setting: Setting): Logger | undefined {
  const { value } = setting
  if (value === undefined) return undefined
  if (!isLogger(value)) throw mistake(setting, 'a pino logger, or an object with its methods info and warn')
  return value
}

/** Whether the value has the methods of a pino logger that are used. */
export function isLogger(value: unknown): value is Logger {
  if (typeof value !== 'object' || value === null) return false
  return (
    'info' in value && typeof value.info === 'function' && 'warn' in value && typeof value.warn === 'function'
  )
}
