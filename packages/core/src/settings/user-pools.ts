import { ownItems } from '../lib/own-property.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import type { CognitoAuthOptions, UserPoolOptions } from '../types/options.ts'
import { invalidOption } from './invalid-option.ts'
import { checkAlternatives } from './pool-alternatives.ts'
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
      `${misplaced} cannot be combined with userPools. Move it into the pool that it belongs to.`,
    )
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw invalidOption(raw.userPools, 'an array of at least one { userPoolId, clientId }')
  }
  const pools = ownItems<unknown>(value).map((pool, index) =>
    checkUserPool(readPool({ option: `userPools[${index}]`, value: pool }, raw), hasOwnFetch),
  )
  return checkAlternatives(pools)
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
