import { claimsFault, timeFault } from './check-claims.ts'
import { headerFault } from './check-header.ts'
import { FetchedKeys } from '../keys/fetched-keys.ts'
import { GivenKeys } from '../keys/given-keys.ts'
import type { KeySource } from '../keys/key-source.ts'
import type { Logger } from '../types/options.ts'
import type { Principal, VerifiedClaims } from '../types/principal.ts'
import { principalOf } from './build-principal.ts'
import { isRejection, type Rejection } from '../refusal/refusal.ts'
import type { ResolvedOptions } from '../settings/resolve-options.ts'
import { TokenParser, type UnverifiedToken } from './parse-token.ts'
import type { PoolIssuer } from '../settings/issuers.ts'
import type { UserPool } from '../settings/user-pool.ts'
import type { VerificationKey } from '../keys/verification-key.ts'
import { whenKnown } from '../lib/maybe-promise.ts'

/** A token that was found good. */
export interface VerifiedToken {
  readonly principal: Principal
  readonly grounds: Grounds
}

/** What it rests on, beside the signature, that a token was found good. */
export interface Grounds {
  readonly issuer: Issuer
  readonly key: VerificationKey
  readonly exp: number
  readonly nbf: number | undefined
}

/** One of the issuers whose tokens are accepted. */
interface Issuer {
  readonly name: string
  readonly pool: UserPool
  readonly keys: KeySource
}

/** What verification ends in. */
export type Outcome = VerifiedToken | Rejection

/** Verifies the tokens of the configured pools. */
export class Verifier {
  readonly #issuers: ReadonlyMap<unknown, Issuer>
  readonly #userIdClaim: string
  readonly #graceSeconds: number
  readonly #parser = new TokenParser()

  constructor(settings: ResolvedOptions, logger: Logger | undefined) {
    this.#issuers = new Map(issuersOf(settings, logger).map((issuer) => [issuer.name, issuer]))
    this.#userIdClaim = settings.userIdClaim
    this.#graceSeconds = settings.graceSeconds
  }

  /** Finds a token good or says why it is not. At once, unless keys have to be fetched. */
  verify(token: string): Outcome | Promise<Outcome> {
    const unverified = this.#parser.parse(token)
    if (unverified === undefined) return { reason: 'malformed_token' }

    const { header, claims } = unverified
    const reason = headerFault(header)
    if (reason !== undefined) return { reason }

    const issuer = this.#issuers.get(claims.iss)
    if (issuer === undefined) return { reason: 'issuer' }

    return whenKnown(issuer.keys.find(String(header.kid)), (found) => this.#judge(unverified, issuer, found))
  }

  /** Whether a token that was found good still is: not expired, and its key in force. */
  isStillGood(grounds: Grounds): boolean {
    if (timeFault(grounds, this.#graceSeconds) !== undefined) return false
    const { keys } = grounds.issuer
    keys.refreshIfDue()
    return keys.has(grounds.key)
  }

  /** Reads the principal of a token once more that was found good before. */
  readAgain(token: string, { issuer }: Grounds): Principal {
    // All that the types leave open was settled when the same token was verified.
    const { claims } = this.#parser.parse(token) as UnverifiedToken
    return principalOf(claims as VerifiedClaims, issuer.pool.userPoolId, this.#userIdClaim) as Principal
  }

  /** Has the keys of every pool fetched. Returns a refusal for each pool that has none, with its id. */
  async load(): Promise<readonly Rejection[]> {
    const pools = new Set([...this.#issuers.values()].map(({ pool }) => pool))
    const refusals = await Promise.all([...pools].map((pool) => this.#loadPool(pool)))
    return refusals.filter((refusal) => refusal !== undefined)
  }

  /** A pool is ready when one of its issuers has keys. */
  async #loadPool(pool: UserPool): Promise<Rejection | undefined> {
    let first: Rejection | undefined
    for (const issuer of this.#issuers.values()) {
      if (issuer.pool !== pool) continue
      // One after the other: the second issuer of a pool is asked only when the first has no keys.
      const refusal = await issuer.keys.load()
      if (refusal === undefined) return undefined
      first ??= { ...refusal, userPoolId: pool.userPoolId }
    }
    return first
  }

  #judge(token: UnverifiedToken, issuer: Issuer, key: VerificationKey | Rejection): Outcome {
    if (isRejection(key)) return key

    // A signature that is wrong gives the same answer whatever the claims say.
    if (!key.verify(token.segments)) return { reason: 'signature' }

    const { userPoolId } = issuer.pool
    const reason = claimsFault(token.claims, issuer.pool, this.#graceSeconds)
    if (reason !== undefined) return { reason, userPoolId }

    // What the type says of the claims has just been checked.
    const claims = token.claims as VerifiedClaims
    const principal = principalOf(claims, userPoolId, this.#userIdClaim)
    if (principal === undefined) return { reason: 'user_id', userPoolId }
    return { principal, grounds: { issuer, key, exp: claims.exp, nbf: claims.nbf } }
  }
}

function issuersOf({ pools, keys }: ResolvedOptions, logger: Logger | undefined): Issuer[] {
  const fetched = new Map<string, KeySource>()
  const sourceAt = ({ jwksUri, isOptional }: PoolIssuer): KeySource => {
    const source = fetched.get(jwksUri) ?? new FetchedKeys(jwksUri, isOptional, keys, logger)
    fetched.set(jwksUri, source)
    return source
  }
  return pools.flatMap((pool) => {
    const given = pool.keySet && new GivenKeys(pool.keySet)
    return pool.issuers.map((issuer) => ({ name: issuer.issuer, pool, keys: given ?? sourceAt(issuer) }))
  })
}
