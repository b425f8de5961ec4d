import { isDeepStrictEqual } from 'node:util'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import { describeValue } from './describe-value.ts'
import { isSameKeySet } from './given-keys.ts'
import type { UserPool } from './user-pool.ts'

/**
 * Checks pools that share an issuer: they are alternatives, such as ID tokens of one client and access tokens of another.
 * A token is accepted if one of them accepts it, so that they have to agree on the pool and on its keys.
 *
 * @returns the pools. Alternatives share one array of issuers and one set of keys.
 */
export function checkAlternatives(pools: readonly UserPool[]): readonly UserPool[] {
  return pools.map((pool, index) => {
    const alternatives = pools.slice(0, index).filter((earlier) => sharedIssuer(earlier, pool) !== undefined)
    for (const earlier of alternatives) checkAgreement(earlier, pool)
    const [first = pool] = alternatives
    return { ...pool, issuers: first.issuers, keySet: first.keySet }
  })
}

function checkAgreement(earlier: UserPool, pool: UserPool): void {
  const complain = (problem: string): ConfigurationError =>
    new ConfigurationError(
      'userPools',
      `userPools has two pools with the issuer ${describeValue(sharedIssuer(earlier, pool))}${problem}`,
    )
  if (earlier.userPoolId !== pool.userPoolId)
    throw complain(
      `, but with the ids ${earlier.userPoolId} and ${pool.userPoolId}. An issuer belongs to one pool.`,
    )
  if (!isDeepStrictEqual(earlier.issuers, pool.issuers) || !isSameKeySet(earlier.keySet, pool.keySet))
    throw complain(', but with different keys. Give both the same issuer, jwksUri and jwks.')
  if (isDeepStrictEqual(conditionsOf(earlier), conditionsOf(pool)))
    throw complain(' that accept the same tokens. Remove one of them; clientId can be an array.')
}

function conditionsOf({ clientIds, tokenUse, audiences }: UserPool): unknown {
  return { clientIds, tokenUse, audiences }
}

function sharedIssuer(a: UserPool, b: UserPool): string | undefined {
  return a.issuers.map(({ issuer }) => issuer).find((name) => b.issuers.some(({ issuer }) => issuer === name))
}
