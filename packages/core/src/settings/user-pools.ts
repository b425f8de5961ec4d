import { ownItems } from '../lib/own-property.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import type { CognitoAuthOptions, UserPoolOptions } from '../types/options.ts'
import { invalidOption } from './invalid-option.ts'
import { checkAlternatives } from './pool-alternatives.ts'
import { completeFromEnvironment } from './pool-environment.ts'
import type { RawOption, RawOptions } from './raw-option.ts'
import { readOptions } from './read-options.ts'
import { checkUserPool, poolOptionNames, type RawPoolOptions, type UserPool } from './user-pool.ts'

/** What an option of a pool means next to `userPools`: an error, or the default of each pool. */
const besideUserPools: Readonly<Record<keyof UserPoolOptions, 'error' | 'default'>> = {
  userPoolId: 'error',
  clientId: 'error',
  tokenUse: 'default',
  audience: 'default',
  issuer: 'error',
  jwksUri: 'error',
  jwks: 'error',
}

const poolOptions = Object.keys(besideUserPools) as (keyof UserPoolOptions)[]

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

  const misplaced = poolOptions.find(
    (name) => besideUserPools[name] === 'error' && raw[name].value !== undefined,
  )
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
  const completed = poolOptions.map((name) => {
    const isDefault = besideUserPools[name] === 'default' && raw[name].value === undefined
    return [name, isDefault ? defaults[name] : raw[name]] as const
  })
  return Object.fromEntries(completed) as RawPoolOptions
}
