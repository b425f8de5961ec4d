import { ConfigurationError } from '../refusal/errors.ts'
import type { CognitoAuthOptions, UserPoolOptions } from '../types/options.ts'
import { invalidOption } from './invalid-option.ts'
import { completeFromEnvironment } from './pool-environment.ts'
import type { RawOption, RawOptions } from './raw-option.ts'
import { readOptions } from './read-options.ts'
import { checkUserPool, poolOptionNames, type RawPoolOptions, type UserPool } from './user-pool.ts'

/** Options that belong to one pool. The others are defaults for each pool in `userPools`. */
const singlePoolOptions = ['userPoolId', 'clientId', 'issuer', 'jwksUri', 'jwks'] as const

/**
 * Finds the pools in the options, or in the environment.
 *
 * @throws ConfigurationError for the first mistake.
 */
export function resolveUserPools(
  raw: RawOptions<CognitoAuthOptions>,
  hasOwnFetch: boolean,
): readonly UserPool[] {
  const { value } = raw.userPools
  if (value === undefined) return [checkUserPool(completeFromEnvironment(raw), hasOwnFetch)]

  const misplaced = singlePoolOptions.find((name) => raw[name].value !== undefined)
  if (misplaced !== undefined) {
    throw new ConfigurationError(
      misplaced,
      `${misplaced} cannot stand beside userPools. Put it into the pool it belongs to.`,
    )
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw invalidOption(raw.userPools, 'an array of at least one { userPoolId, clientId }')
  }
  const pools = value.map((pool: unknown, index) =>
    checkUserPool(readPool({ option: `userPools[${index}]`, value: pool }, raw), hasOwnFetch),
  )
  checkIssuersDiffer(pools)
  return pools
}

/** The options of one of several pools, completed with the defaults. */
function readPool(pool: RawOption, defaults: RawOptions<CognitoAuthOptions>): RawPoolOptions {
  const raw = readOptions<UserPoolOptions>(pool, poolOptionNames)
  return {
    ...raw,
    tokenUse: raw.tokenUse.value === undefined ? defaults.tokenUse : raw.tokenUse,
    audience: raw.audience.value === undefined ? defaults.audience : raw.audience,
  }
}

function checkIssuersDiffer(pools: readonly UserPool[]): void {
  const issuers = pools.flatMap((pool) => pool.issuers.map(({ issuer }) => issuer))
  const twice = issuers.find((issuer, index) => issuers.indexOf(issuer) !== index)
  if (twice === undefined) return
  throw new ConfigurationError(
    'userPools',
    `userPools has two pools with the issuer ${twice}. Give each pool once; clientId can be an array.`,
  )
}
