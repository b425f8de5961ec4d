import { functionOf, mistake, numberOf, objectOf, type Setting, urlOf } from './configuration.ts'
import type { ProtectionSpace } from './challenge.ts'
import { ConfigurationError } from './errors.ts'
import type { CognitoAuthOptions, FetchKeys, KeyOptions, Logger } from './options.ts'
import {
  checkPool,
  poolOptionNames,
  type PoolOptionSettings,
  type PoolSettings,
  poolVariables,
} from './user-pool.ts'

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

/** How long keys are trusted, and how they are fetched. */
export interface KeySettings {
  readonly maxAgeSeconds: number
  readonly maxStaleSeconds: number
  readonly timeoutSeconds: number
  readonly cooldownSeconds: number
  readonly fetch: FetchKeys | undefined
}

const optionNames: readonly (keyof CognitoAuthOptions)[] = [
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

type Values = Readonly<Record<string, unknown>>

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
  const keys = keySettings(setting('keys'))
  const settings = {
    pools: poolSettings(values, keys.fetch !== undefined),
    userIdClaim: claimName(setting('userIdClaim')),
    graceSeconds: numberOf(
      setting('graceSeconds'),
      0,
      (n) => n >= 0 && n <= 300,
      'a number of seconds from 0 to 300',
    ),
    keys,
    rememberedTokens: rememberedTokens(setting('tokenCache')),
    isRevoked: functionOf<CognitoAuthOptions['isRevoked']>(
      setting('isRevoked'),
      'a function that takes a principal and returns true or false',
    ),
    protectionSpace: {
      realm: realm(setting('realm')),
      resourceMetadata: metadataAddress(setting('resourceMetadata')),
    },
    logger: logger(setting('logger')),
  }
  if (values.userPools !== undefined && settings.userIdClaim !== 'sub') {
    throw new ConfigurationError(
      'userIdClaim',
      "userIdClaim cannot be used with userPools: one pool's name would be another's. Leave it out.",
    )
  }
  return settings
}

function poolSettings(values: Values, hasOwnFetch: boolean): readonly PoolSettings[] {
  if (values.userPools === undefined) return [checkPool(singlePool(values), hasOwnFetch)]

  for (const name of ['userPoolId', 'clientId', 'issuer', 'jwksUri', 'jwks']) {
    if (values[name] === undefined) continue
    throw new ConfigurationError(
      name,
      `${name} cannot stand beside userPools. Put it into the pool it belongs to.`,
    )
  }
  const setting = { option: 'userPools', value: values.userPools }
  if (!Array.isArray(values.userPools) || values.userPools.length === 0) {
    throw mistake(setting, 'an array of at least one { userPoolId, clientId }')
  }
  const pools = values.userPools.map((pool: unknown, index) =>
    checkPool(oneOfSeveral({ option: `userPools[${index}]`, value: pool }, values), hasOwnFetch),
  )
  const issuers = pools.flatMap((pool) => pool.issuers.map(({ issuer }) => issuer))
  const twice = issuers.find((issuer, index) => issuers.indexOf(issuer) !== index)
  if (twice !== undefined) {
    throw new ConfigurationError(
      'userPools',
      `userPools has two pools with the issuer ${twice}. Give each pool once; clientId can be an array.`,
    )
  }
  return pools
}

/** Options of the one pool, with the environment behind them unless the keys were given. */
function singlePool(values: Values): PoolOptionSettings {
  const readsEnvironment = values.jwks === undefined
  const isPoolFromEnvironment = readsEnvironment && values.userPoolId === undefined
  const fromEnvironment = (option: keyof typeof poolVariables, isRead: boolean): Setting => {
    const variable = poolVariables[option]
    const value = process.env[variable]
    return values[option] === undefined && isRead && value !== undefined && value !== ''
      ? { option, variable, value }
      : { option, value: values[option] }
  }
  return {
    userPoolId: fromEnvironment('userPoolId', readsEnvironment),
    clientId: fromEnvironment('clientId', readsEnvironment),
    issuer: fromEnvironment('issuer', isPoolFromEnvironment),
    jwksUri: fromEnvironment('jwksUri', isPoolFromEnvironment),
    jwks: { option: 'jwks', value: values.jwks },
    tokenUse: { option: 'tokenUse', value: values.tokenUse },
    audience: { option: 'audience', value: values.audience },
  }
}

/** Options of a pool in `userPools`, with the top-level defaults behind two of them. */
function oneOfSeveral(pool: Setting, defaults: Values): PoolOptionSettings {
  const values = objectOf(pool, poolOptionNames)
  const setting = (name: string, fallback?: unknown): Setting => ({
    option: `${pool.option}.${name}`,
    value: values[name] === undefined ? fallback : values[name],
  })
  return {
    userPoolId: setting('userPoolId'),
    clientId: setting('clientId'),
    issuer: setting('issuer'),
    jwksUri: setting('jwksUri'),
    jwks: setting('jwks'),
    tokenUse: setting('tokenUse', defaults.tokenUse),
    audience: setting('audience', defaults.audience),
  }
}

function keySettings({ option, value = {} }: Setting): KeySettings {
  const values = objectOf({ option, value }, keyOptionNames)
  const setting = (name: string): Setting => ({ option: `keys.${name}`, value: values[name] })
  const seconds = (name: string, fallback: number, most = Number.MAX_SAFE_INTEGER): number =>
    numberOf(setting(name), fallback, (n) => n > 0 && n <= most, 'a number of seconds greater than 0')

  const maxAgeSeconds = seconds('maxAgeSeconds', 600)
  const maxStaleSeconds = seconds('maxStaleSeconds', Math.max(86_400, maxAgeSeconds))
  if (maxStaleSeconds < maxAgeSeconds) {
    throw mistake(setting('maxStaleSeconds'), `at least keys.maxAgeSeconds, which is ${maxAgeSeconds}`)
  }
  return {
    maxAgeSeconds,
    maxStaleSeconds,
    timeoutSeconds: seconds('timeoutSeconds', 5),
    cooldownSeconds: seconds('cooldownSeconds', 10),
    fetch: functionOf<FetchKeys>(setting('fetch'), 'a function like the global fetch'),
  }
}

function claimName(setting: Setting): string {
  const { value = 'sub' } = setting
  if (typeof value !== 'string' || value === '')
    throw mistake(setting, "the name of a claim, for example 'sub'")
  return value
}

function rememberedTokens({ option, value = {} }: Setting): number {
  if (value === false) return 0
  const { maxEntries } = objectOf({ option, value }, ['maxEntries'])
  const setting = { option: 'tokenCache.maxEntries', value: maxEntries }
  return numberOf(
    setting,
    1000,
    (n) => Number.isInteger(n) && n > 0,
    'a whole number greater than 0; to turn the cache off, pass tokenCache: false',
  )
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
  if (url?.protocol !== 'https:') throw mistake(setting, 'an https: address')
  return url.href
}

function logger(setting: Setting): Logger | undefined {
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
