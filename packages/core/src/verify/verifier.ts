import { FetchedKeys } from '../keys/fetched-keys.ts'
import { GivenKeys } from '../keys/given-keys.ts'
import type { KeySource } from '../keys/key-source.ts'
import type { VerificationKey } from '../keys/verification-key.ts'
import { copyMembers } from '../lib/copy-members.ts'
import { isPromise, type MaybePromise } from '../lib/maybe-promise.ts'
import { own } from '../lib/own-property.ts'
import type { WarnLogger } from '../refusal/log.ts'
import type { RejectionReason } from '../refusal/reasons.ts'
import { isRefusal, type Refusal } from '../refusal/refusal.ts'
import type { ResolvedOptions } from '../settings/resolve-options.ts'
import type { PoolIssuer } from '../settings/issuers.ts'
import type { UserPool } from '../settings/user-pool.ts'
import type { Principal, VerifiedClaims } from '../types/principal.ts'
import { buildPrincipal } from './build-principal.ts'
import { checkClaims } from './check-claims.ts'
import { checkHeader } from './check-header.ts'
import { type JsonObject, type ParsedToken, TokenParser } from './parse-token.ts'
import { checkValidity, readValidity, type Validity } from './validity.ts'

/** What stays true of a verified token, and what has to be checked again each time it is presented. */
export interface Verification {
  readonly issuer: Issuer
  readonly key: VerificationKey
  readonly validity: Validity
}

/** A token that was verified, and its principal. */
export interface VerifiedToken extends Verification {
  readonly principal: Principal
}

/** An issuer whose tokens are accepted. */
interface Issuer {
  readonly name: string
  readonly userPoolId: string
  readonly keys: KeySource

  /** The configurations of the pool, any of which may accept a token. */
  readonly pools: readonly UserPool[]
}

/** Verifies the tokens of the configured user pools. */
export class Verifier {
  readonly #issuers: ReadonlyMap<unknown, Issuer>
  readonly #options: ResolvedOptions
  readonly #parser = new TokenParser()

  constructor(options: ResolvedOptions, logger: WarnLogger | undefined) {
    this.#options = options
    this.#issuers = collectIssuers(options, logger)
  }

  /**
   * Verifies a token, step by step: without a promise, unless its key has to be waited for. The signature comes before the
   * claims: a forged token learns nothing about them.
   *
   * @param found its key, if that had to be waited for.
   */
  verify(token: string, found?: VerificationKey): MaybePromise<VerifiedToken | Refusal> {
    const parsed = this.#parser.parse(token)
    if (parsed === undefined) return { reason: 'malformed_token' }
    const { header, segments } = parsed
    const headerFault = checkHeader(header)
    if (headerFault !== undefined) return { reason: headerFault }
    const issuer = this.#issuers.get(own(parsed.claims, 'iss'))
    if (issuer === undefined) return { reason: 'issuer' }

    const key = found ?? issuer.keys.find(String(header.kid))
    if (isPromise(key)) return key.then((late) => (isRefusal(late) ? late : this.verify(token, late)))
    if (isRefusal(key)) return key
    if (!key.verify(segments)) return { reason: 'signature' }

    // Only now: a forged token may have thousands of claims.
    const claims = copyMembers(parsed.claims)
    const { userPoolId } = issuer
    const validity = readValidity(claims, this.#options.graceSeconds)
    if (typeof validity === 'string') return { reason: validity, userPoolId }
    const fault = checkValidity(validity) ?? checkForAnyPool(claims, issuer.pools)
    if (fault !== undefined) return { reason: fault, userPoolId }
    // What the type says of the claims has just been checked.
    const principal = buildPrincipal(claims as VerifiedClaims, userPoolId, this.#options)
    return principal === undefined ? { reason: 'user_id', userPoolId } : { principal, issuer, key, validity }
  }

  /**
   * Whether a verified token may be accepted once more without its signature: it is within its lifetime, and its key is
   * still in use. Starts a refresh of the keys in the background if one is due.
   */
  isStillValid({ issuer, key, validity }: Verification): boolean {
    issuer.keys.refreshIfDue()
    return checkValidity(validity) === undefined && issuer.keys.has(key)
  }

  /** Builds the principal of a verified token again, from the same token. */
  rebuildPrincipal(token: string, { issuer }: Verification): Principal {
    // The same token was parsed and accepted before.
    const { claims } = this.#parser.parse(token) as ParsedToken
    return buildPrincipal(
      copyMembers(claims) as VerifiedClaims,
      issuer.userPoolId,
      this.#options,
    ) as Principal
  }

  /** Fetches the keys of every pool. Returns a refusal, with its pool id, for each pool that has none. */
  async loadKeys(): Promise<readonly Refusal[]> {
    const userPoolIds = new Set([...this.#issuers.values()].map(({ userPoolId }) => userPoolId))
    const refusals = await Promise.all([...userPoolIds].map((id) => this.#loadKeysOf(id)))
    return refusals.filter((refusal) => refusal !== undefined)
  }

  /** A pool is ready when one of its issuers has keys; the next one is asked only if the one before has none. */
  async #loadKeysOf(userPoolId: string): Promise<Refusal | undefined> {
    let first: Refusal | undefined
    for (const issuer of this.#issuers.values()) {
      if (issuer.userPoolId !== userPoolId) continue
      const refusal = await issuer.keys.load()
      if (refusal === undefined) return undefined
      first ??= { ...refusal, userPoolId }
    }
    return first
  }
}

/** Returns `undefined` if one of the pools accepts the claims, and otherwise the most telling fault. */
function checkForAnyPool(claims: JsonObject, pools: readonly UserPool[]): RejectionReason | undefined {
  const faults = pools.map((pool) => checkClaims(claims, pool))
  if (faults.includes(undefined)) return undefined
  return faults.find((fault) => fault !== 'token_use') ?? 'token_use'
}

function collectIssuers(
  { pools, keys }: ResolvedOptions,
  logger: WarnLogger | undefined,
): ReadonlyMap<string, Issuer> {
  const sources = new Map<string, KeySource>()
  const fetchFrom = (userPoolId: string, { jwksUri, isOptional }: PoolIssuer): KeySource => {
    const endpoint = { url: jwksUri, userPoolId, isOptional }
    const source = sources.get(jwksUri) ?? new FetchedKeys(endpoint, keys, logger)
    sources.set(jwksUri, source)
    return source
  }
  const issuers = new Map<string, Issuer>()
  for (const pool of pools) {
    const given = pool.keySet && new GivenKeys(pool.keySet)
    for (const poolIssuer of pool.issuers) {
      const name = poolIssuer.issuer
      const known = issuers.get(name)
      const { userPoolId } = pool
      issuers.set(
        name,
        known
          ? { ...known, pools: [...known.pools, pool] }
          : { name, userPoolId, keys: given ?? fetchFrom(userPoolId, poolIssuer), pools: [pool] },
      )
    }
  }
  return issuers
}
