import { isObject } from '../lib/is-object.ts'
import type { KeySettings } from '../keys/key-settings.ts'
import type { ProtectionSpace } from '../refusal/challenge.ts'
import type { CognitoAuthOptions, Logger, TokenCacheOptions, UserPoolOptions } from '../types/options.ts'
import type { ProtectedResource } from '../types/protected-resource.ts'
import type { Revocations } from '../types/revocations.ts'
import { checkMetadataUrl } from './addresses.ts'
import { checkNotRequest } from './check-not-request.ts'
import { checkFunction, checkNumber } from './check.ts'
import { invalidOption } from './invalid-option.ts'
import { resolveKeyOptions } from './key-options.ts'
import { checkLogger } from './logger.ts'
import { bindToResource, checkProtectedResource } from './protected-resource-option.ts'
import type { OptionNames, RawOption } from './raw-option.ts'
import { readOptions } from './read-options.ts'
import { poolOptionNames, type UserPool } from './user-pool.ts'
import { resolveUserPools } from './user-pools.ts'

/** The options of an authenticator: checked, completed and copied. */
export interface ResolvedOptions {
  readonly pools: readonly UserPool[]
  readonly userIdClaim: string
  readonly groupsClaim: string
  readonly graceSeconds: number
  readonly keys: KeySettings

  /** Size of the verified-token cache. 0 turns it off. */
  readonly maxCachedTokens: number

  readonly revocations: Revocations | undefined
  readonly isRevoked: CognitoAuthOptions['isRevoked']
  readonly protectionSpace: ProtectionSpace
  readonly protectedResource: ProtectedResource | undefined
  readonly logger: Logger | undefined
}

const namesByType: OptionNames<CognitoAuthOptions> = {
  ...poolOptionNames,
  userPools: true,
  userIdClaim: true,
  groupsClaim: true,
  graceSeconds: true,
  keys: true,
  tokenCache: true,
  revocations: true,
  isRevoked: true,
  realm: true,
  resourceMetadata: true,
  protectedResource: true,
  logger: true,
}

/** Names of the options of an authenticator. */
export const optionNames: readonly string[] = Object.keys(namesByType)

const cacheOptionNames: OptionNames<TokenCacheOptions> = { maxEntries: true }

/**
 * Checks options and completes them from the environment. The environment is not read again later.
 *
 * @param adapterOptions names of the adapter's own options, which are allowed but not checked.
 * @param factory name of the function that was given the options, for error messages.
 * @throws ConfigurationError for the first mistake.
 */
export function resolveOptions(
  options: CognitoAuthOptions,
  adapterOptions: readonly string[] = [],
  factory?: string,
): ResolvedOptions {
  checkNotRequest(options, factory)
  const raw = readOptions<CognitoAuthOptions>(
    { option: 'options', value: options },
    namesByType,
    adapterOptions,
  )
  const keys = resolveKeyOptions(raw.keys)
  const pools = resolveUserPools(raw, keys.fetch !== undefined)
  const {
    tokenCache,
    realm,
    resourceMetadata,
    protectedResource: resource,
    ...others
  } = {
    userIdClaim: checkClaimName(raw.userIdClaim, 'sub', raw.userPools),
    groupsClaim: checkClaimName(raw.groupsClaim, 'cognito:groups', raw.userPools),
    graceSeconds: checkNumber(
      raw.graceSeconds,
      0,
      (seconds) => seconds >= 0 && seconds <= 300,
      'a number of seconds from 0 to 300',
    ),
    keys,
    tokenCache: checkTokenCache(raw.tokenCache),
    revocations: checkRevocations(raw.revocations),
    isRevoked: checkFunction(
      raw.isRevoked,
      'a function that takes a principal and returns true or false',
    ) as CognitoAuthOptions['isRevoked'],
    realm: checkRealm(raw.realm),
    resourceMetadata: checkMetadataUrl(raw.resourceMetadata),
    protectedResource: checkProtectedResource(raw),
    logger: checkLogger(raw.logger),
  } satisfies { readonly [name in SharedOption]-?: unknown }
  return {
    pools: resource ? bindToResource(pools, resource) : pools,
    ...others,
    maxCachedTokens: tokenCache,
    protectionSpace: {
      realm,
      resourceMetadata: resource?.metadataUrl ?? resourceMetadata,
      scopes: resource?.scopes,
    },
    protectedResource: resource,
  }
}

/** The options that are not about a pool. */
type SharedOption = Exclude<keyof CognitoAuthOptions, keyof UserPoolOptions | 'userPools'>

/** Checks the name of a claim. Each pool decides what its claims mean, so that several cannot share a custom one. */
function checkClaimName(raw: RawOption, fallback: string, userPools: RawOption): string {
  const { value = fallback } = raw
  if (typeof value !== 'string' || value === '')
    throw invalidOption(raw, `the name of a claim, for example '${fallback}'`)
  if (userPools.value !== undefined && value !== fallback) {
    throw invalidOption(raw, 'left out with userPools, since the claim can mean something else in each pool')
  }
  return value
}

/** Checks the option `tokenCache`. Returns the number of tokens. */
function checkTokenCache(raw: RawOption): number {
  const { option, value = {} } = raw
  if (value === false) return 0
  if (!isObject(value)) throw invalidOption(raw, 'an object such as { maxEntries: 1000 }, or false')
  const { maxEntries } = readOptions<TokenCacheOptions>({ option, value }, cacheOptionNames)
  const allowed = 'a whole number from 1 to 1,000,000; to turn the cache off, pass tokenCache: false'
  return checkNumber(maxEntries, 1000, isEntryCount, allowed)
}

function isEntryCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 1_000_000
}

function checkRevocations(raw: RawOption): Revocations | undefined {
  const { value } = raw
  if (value === undefined) return undefined
  if (isObject(value) && typeof value.check === 'function' && typeof value.ready === 'function') {
    return value as object as Revocations
  }
  throw invalidOption(raw, 'what createRevocations() of @cognito-auth/revocation returns')
}

function checkRealm(raw: RawOption): string {
  const { value = 'api' } = raw
  if (typeof value !== 'string' || !/^[\x20-\x7E]+$/.test(value))
    throw invalidOption(raw, 'text of printable ASCII characters')
  return value
}
