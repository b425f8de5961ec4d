import { isPromise, type MaybePromise } from '../lib/maybe-promise.ts'
import type { WarnLogger } from '../refusal/log.ts'
import type { RejectionReason } from '../refusal/reasons.ts'
import { isRefusal, type Refusal } from '../refusal/refusal.ts'
import type { ResolvedOptions } from '../settings/resolve-options.ts'
import type { Principal } from '../types/principal.ts'
import { type VerifiedToken, Verifier } from '../verify/verifier.ts'
import { type Credentials, isB64Token, maxTokenLength, readBearerToken } from './bearer.ts'
import { checkRevocation, type RevocationOptions } from './check-revocation.ts'
import {
  isAuthenticationObserved,
  type Observation,
  observeAuthentication,
} from './observe-authentication.ts'
import { TokenCache } from './token-cache.ts'

/** How authentication ends. */
export type AuthenticationResult = Principal | Refusal

/**
 * Authenticates tokens: from the cache, or by verification. It returns a promise only if it has to wait for keys, or for an
 * answer about revocation.
 */
export class TokenAuthenticator {
  readonly #verifier: Verifier
  readonly #cache: TokenCache | undefined
  readonly #revocation: RevocationOptions | undefined

  constructor(options: ResolvedOptions, logger: WarnLogger | undefined) {
    const { maxCachedTokens, revocations, isRevoked } = options
    this.#verifier = new Verifier(options, logger)
    this.#cache = maxCachedTokens > 0 ? new TokenCache(maxCachedTokens) : undefined
    this.#revocation = revocations || isRevoked ? { revocations, isRevoked } : undefined
  }

  /** @param isOptional whether a request without bearer credentials passes. It changes what subscribers are told. */
  authenticateCredentials(credentials: Credentials, isOptional = false): MaybePromise<AuthenticationResult> {
    if (!isAuthenticationObserved()) return this.#authenticateCredentials(credentials)
    return observeAuthentication(isOptional, (observation) =>
      this.#authenticateCredentials(credentials, observation),
    )
  }

  authenticateToken(token: string): MaybePromise<AuthenticationResult> {
    if (!isAuthenticationObserved()) return this.#authenticate(token, 'malformed_token')
    return observeAuthentication(false, (observation) =>
      this.#authenticate(token, 'malformed_token', observation),
    )
  }

  loadKeys(): Promise<readonly Refusal[]> {
    return this.#verifier.loadKeys()
  }

  #authenticateCredentials(
    credentials: Credentials,
    observation?: Observation,
  ): MaybePromise<AuthenticationResult> {
    const token = readBearerToken(credentials)
    return typeof token === 'string' ? this.#authenticate(token, 'malformed_credentials', observation) : token
  }

  /** @param malformed why a value is refused that cannot be a token at all. */
  #authenticate(
    token: string,
    malformed: RejectionReason,
    observation?: Observation,
  ): MaybePromise<AuthenticationResult> {
    if (typeof token !== 'string' || token.length > maxTokenLength) return { reason: malformed }
    const digest = this.#cache && TokenCache.digest(token)
    const cached = digest === undefined ? undefined : this.#findCached(digest, token)
    if (observation) observation.cached = cached !== undefined
    if (cached !== undefined) return this.#rejectRevoked(cached, token)
    return this.#authenticateUncached(token, digest, malformed)
  }

  #findCached(digest: string, token: string): VerifiedToken | undefined {
    const cached = this.#cache?.get(digest)
    if (cached === undefined) return undefined
    if (!this.#verifier.isStillValid(cached)) {
      this.#cache?.delete(digest)
      return undefined
    }
    if (cached.principal !== undefined) return cached as VerifiedToken
    const verified = { ...cached, principal: this.#verifier.rebuildPrincipal(token, cached) }
    this.#cache?.set(digest, verified)
    return verified
  }

  /** @param verified how verification ended, if it had to be waited for. */
  #authenticateUncached(
    token: string,
    digest: string | undefined,
    malformed: RejectionReason,
    verified: MaybePromise<VerifiedToken | Refusal> = this.#verifier.verify(token),
  ): MaybePromise<AuthenticationResult> {
    if (isPromise(verified)) {
      return verified.then((settled) => this.#authenticateUncached(token, digest, malformed, settled))
    }
    if (isRefusal(verified)) {
      return verified.reason === 'malformed_token' && !isB64Token(token) ? { reason: malformed } : verified
    }
    const result = this.#rejectRevoked(verified, token)
    if (isPromise(result)) return result.then((settled) => this.#addToCache(digest, verified, settled))
    return this.#addToCache(digest, verified, result)
  }

  /** Adds a verified token to the cache, unless it turned out to be revoked. Returns the result. */
  #addToCache(
    digest: string | undefined,
    verified: VerifiedToken,
    result: AuthenticationResult,
  ): AuthenticationResult {
    if (digest !== undefined && !isRefusal(result)) this.#cache?.set(digest, verified)
    return result
  }

  #rejectRevoked(verified: VerifiedToken, token: string): MaybePromise<AuthenticationResult> {
    const { principal } = verified
    const refusal = this.#revocation && checkRevocation(principal, this.#revocation)
    return isPromise(refusal) ? this.#awaitRevocation(refusal, verified, token) : (refusal ?? principal)
  }

  /** While the application is asked, the token may expire or its key may be withdrawn: then it is verified again. */
  async #awaitRevocation(
    pending: Promise<Refusal | undefined>,
    verified: VerifiedToken,
    token: string,
  ): Promise<AuthenticationResult> {
    const refusal = await pending
    if (refusal !== undefined) return refusal
    if (this.#verifier.isStillValid(verified)) return verified.principal
    const again = await this.#verifier.verify(token)
    return isRefusal(again) ? again : again.principal
  }
}
