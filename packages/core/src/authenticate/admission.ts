import { maxTokenLength } from '../verify/parse-token.ts'
import { bearerToken, type Credentials, isB64Token } from './bearer.ts'
import type { RejectionReason } from '../refusal/reasons.ts'
import type { CognitoAuthOptions, Logger } from '../types/options.ts'
import type { Principal } from '../types/principal.ts'
import { isRejection, type Rejection } from '../refusal/refusal.ts'
import type { ResolvedOptions } from '../settings/resolve-options.ts'
import { TokenCache } from './token-cache.ts'
import { type Grounds, type Outcome, Verifier } from '../verify/verifier.ts'
import { isPromise, whenKnown } from '../lib/maybe-promise.ts'

/** Whose credentials they are, or why they are refused. */
export type Judgement = Principal | Rejection

/** Finds out whose credentials they are: from memory, or else by verification. */
export class Admission {
  readonly #verifier: Verifier
  readonly #remembered: TokenCache | undefined
  readonly #isRevoked: CognitoAuthOptions['isRevoked']

  constructor(settings: ResolvedOptions, logger: Logger | undefined) {
    const { maxCachedTokens, isRevoked } = settings
    this.#verifier = new Verifier(settings, logger)
    this.#remembered = maxCachedTokens > 0 ? new TokenCache(maxCachedTokens) : undefined
    this.#isRevoked = isRevoked
  }

  /** Judges the value, or the values, of `Authorization`. At once, unless somebody has to be asked. */
  ofCredentials(authorization: Credentials): Judgement | Promise<Judgement> {
    const token = bearerToken(authorization)
    return typeof token === 'string' ? this.#judge(token, 'malformed_credentials') : token
  }

  /** Judges a bare token. At once, unless somebody has to be asked. */
  ofToken(token: string): Judgement | Promise<Judgement> {
    return this.#judge(token, 'malformed_token')
  }

  /** Has the keys of every pool fetched. Returns a refusal for each pool that has none, with its id. */
  load(): Promise<readonly Rejection[]> {
    return this.#verifier.load()
  }

  /** @param malformed what to say of a text that cannot even be a bearer token. */
  #judge(token: string, malformed: RejectionReason): Judgement | Promise<Judgement> {
    if (typeof token !== 'string' || token.length > maxTokenLength) return { reason: malformed }

    const digest = this.#remembered && TokenCache.digestOf(token)
    const remembered = digest && this.#recall(digest, token)
    return remembered ? this.#unlessRevoked(remembered) : this.#judgeUnknown(token, digest, malformed)
  }

  #judgeUnknown(
    token: string,
    digest: string | undefined,
    malformed: RejectionReason,
  ): Judgement | Promise<Judgement> {
    return whenKnown(this.#verify(token), (outcome) => {
      if (isRejection(outcome)) return isB64Token(token) ? outcome : { reason: malformed }
      return whenKnown(this.#unlessRevoked(outcome.principal), (judgement) => {
        if (digest && !isRejection(judgement)) this.#remembered?.set(digest, outcome)
        return judgement
      })
    })
  }

  #recall(digest: string, token: string): Principal | undefined {
    const remembered = this.#remembered?.get(digest)
    if (remembered === undefined) return undefined

    // Taken out first: keys that came of age are refreshed from here, and what the user's `fetch` does may change it.
    const { grounds, principal } = remembered
    if (!this.#verifier.isStillGood(grounds)) {
      this.#remembered?.delete(digest)
      return undefined
    }
    return principal ?? this.#readAgain(digest, token, grounds)
  }

  #readAgain(digest: string, token: string, grounds: Grounds): Principal {
    const principal = this.#verifier.readAgain(token, grounds)
    this.#remembered?.set(digest, { grounds, principal })
    return principal
  }

  #verify(token: string): Outcome | Promise<Outcome> {
    try {
      const outcome = this.#verifier.verify(token)
      return isPromise(outcome) ? outcome.catch(failUnforeseen) : outcome
    } catch (error) {
      return failUnforeseen(error)
    }
  }

  #unlessRevoked(principal: Principal): Judgement | Promise<Judgement> {
    return this.#isRevoked ? unlessRevoked(principal, this.#isRevoked) : principal
  }
}

async function unlessRevoked(
  principal: Principal,
  isRevoked: NonNullable<CognitoAuthOptions['isRevoked']>,
): Promise<Judgement> {
  let answer: unknown
  try {
    answer = await isRevoked(principal)
  } catch (cause) {
    throw new Error('isRevoked failed', { cause })
  }
  if (answer === true) return { reason: 'revoked', userPoolId: principal.userPoolId }
  if (answer !== false) throw new TypeError('isRevoked must return true or false')
  return principal
}

/** An error that nobody foresaw is no refusal, and its message may hold anything: it must not become an answer. */
function failUnforeseen(cause: unknown): never {
  throw new Error('A token could not be verified', { cause })
}
