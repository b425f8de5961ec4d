import { mistake, objectOf, type Setting } from './validate.ts'
import { ConfigurationError } from '../refusal/errors.ts'
import {
  checkPool,
  poolOptionNames,
  type PoolOptionSettings,
  type PoolSettings,
  poolVariables,
} from './user-pool.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * The pools that the options name, or the environment.
 *
 * @throws ConfigurationError for the first mistake.
 */
export function resolvePools(values: Values, hasOwnFetch: boolean): readonly PoolSettings[] {
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
    if (values[option] !== undefined || !isRead) return { option, value: values[option] }
    const variable = poolVariables[option]
    return { option, variable, value: process.env[variable] || undefined }
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
  const setting = (name: string): Setting => ({ option: `${pool.option}.${name}`, value: values[name] })
  const settingOrDefault = (name: string): Setting =>
    values[name] === undefined ? { option: name, value: defaults[name] } : setting(name)
  return {
    userPoolId: setting('userPoolId'),
    clientId: setting('clientId'),
    issuer: setting('issuer'),
    jwksUri: setting('jwksUri'),
    jwks: setting('jwks'),
    tokenUse: settingOrDefault('tokenUse'),
    audience: settingOrDefault('audience'),
  }
}
