import { bearerToken, type Credentials, isB64Token, maxTokenLength } from './bearer.ts'
import type { RejectionReason } from './errors.ts'
import type { CognitoAuthOptions, Logger } from './options.ts'
import { isRejection, type Rejection } from './rejection.ts'
import type { Settings } from './settings.ts'
import { TokenCache } from './token-cache.ts'
import { type Outcome, type VerifiedToken, Verifier } from './verifier.ts'
import { isPromise, whenKnown } from './when-known.ts'

/** Finds out whose credentials they are: from memory, or else by verification. */
export class Admission {
  readonly #verifier: Verifier
  readonly #remembered: TokenCache<VerifiedToken> | undefined
  readonly #isRevoked: CognitoAuthOptions['isRevoked']

  constructor(settings: Settings, logger: Logger | undefined) {
    const { rememberedTokens, isRevoked } = settings
    this.#verifier = new Verifier(settings, logger)
    this.#remembered = rememberedTokens > 0 ? new TokenCache(rememberedTokens) : undefined
    this.#isRevoked = isRevoked
  }

  /** Judges the value, or the values, of `Authorization`. At once, unless somebody has to be asked. */
  ofCredentials(authorization: Credentials): Outcome | Promise<Outcome> {
    const token = bearerToken(authorization)
    return typeof token === 'string' ? this.#judge(token, 'malformed_credentials') : token
  }

  /** Judges a bare token. At once, unless somebody has to be asked. */
  ofToken(token: string): Outcome | Promise<Outcome> {
    return this.#judge(token, 'malformed_token')
  }

  /** Has the keys of every pool fetched. Returns a refusal for each pool that has none, with its id. */
  load(): Promise<readonly Rejection[]> {
    return this.#verifier.load()
  }

  /** @param malformed what to say of a text that cannot even be a bearer token. */
  #judge(token: string, malformed: RejectionReason): Outcome | Promise<Outcome> {
    if (typeof token !== 'string' || token.length > maxTokenLength) return { reason: malformed }

    const digest = this.#remembered && TokenCache.keyOf(token)
    const remembered = digest && this.#recall(digest)
    return remembered ? this.#unlessRevoked(remembered) : this.#judgeUnknown(token, digest, malformed)
  }

  #judgeUnknown(
    token: string,
    digest: string | undefined,
    malformed: RejectionReason,
  ): Outcome | Promise<Outcome> {
    return whenKnown(this.#verify(token), (outcome) => {
      if (isRejection(outcome)) return isB64Token(token) ? outcome : { reason: malformed }
      return whenKnown(this.#unlessRevoked(outcome), (admitted) => {
        if (digest && !isRejection(admitted)) this.#remembered?.set(digest, admitted)
        return admitted
      })
    })
  }

  #recall(digest: string): VerifiedToken | undefined {
    const remembered = this.#remembered?.get(digest)
    if (remembered === undefined || this.#verifier.isStillGood(remembered)) return remembered
    this.#remembered?.delete(digest)
    return undefined
  }

  #verify(token: string): Outcome | Promise<Outcome> {
    try {
      const outcome = this.#verifier.verify(token)
      return isPromise(outcome) ? outcome.catch(failUnforeseen) : outcome
    } catch (error) {
      return failUnforeseen(error)
    }
  }

  #unlessRevoked(verified: VerifiedToken): Outcome | Promise<Outcome> {
    return this.#isRevoked ? unlessRevoked(verified, this.#isRevoked) : verified
  }
}

async function unlessRevoked(
  verified: VerifiedToken,
  isRevoked: NonNullable<CognitoAuthOptions['isRevoked']>,
): Promise<Outcome> {
  const { principal } = verified
  let answer: unknown
  try {
    answer = await isRevoked(principal)
  } catch (cause) {
    throw new Error('isRevoked failed', { cause })
  }
  if (answer === true) return { reason: 'revoked', userPoolId: principal.userPoolId }
  if (answer !== false) throw new TypeError('isRevoked must return true or false')
  return verified
}

/** An error that nobody foresaw is no refusal, and its message may hold anything: it must not become an answer. */
function failUnforeseen(cause: unknown): never {
  throw new Error('A token could not be verified', { cause })
}
