import { createPublicKey } from 'node:crypto'
import {
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
} from 'aws-jwt-verify/error'
import type { JwkWithKid } from 'aws-jwt-verify/jwk'
import type { DecomposedJwt } from 'aws-jwt-verify/jwt'
import { JwtVerifierBase } from 'aws-jwt-verify/jwt-verifier'
import { isObject } from '../lib/is-object.ts'
import type { RejectionReason } from '../refusal/reasons.ts'

/** What is asked of the engine beside the signature. */
type Expectations = { issuer: string; audience: null; graceSeconds: number }

/** A token whose signature is to be verified. */
interface SignedToken {
  readonly header: object
  readonly claims: object
  readonly segments: { readonly header: string; readonly payload: string; readonly signature: string }
}

/** A public key of a pool that may verify signatures. */
export class VerificationKey {
  readonly kid: string
  readonly #material: string
  readonly #engine: Engine

  private constructor(kid: string, n: string, e: string) {
    this.kid = kid
    this.#material = `${n}.${e}`
    this.#engine = new Engine({ kid, n, e, kty: 'RSA', alg: 'RS256', use: 'sig' })
  }

  /**
   * Reads a member of a key set. Nothing, when it is not an RSA key for RS256 signatures of at least 2048 bits.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.3
   */
  static from(jwk: unknown): VerificationKey | undefined {
    if (!isObject(jwk)) return undefined
    const { kty, kid, n, e, use = 'sig', alg = 'RS256', key_ops: operations = ['verify'] } = jwk
    if (kty !== 'RSA' || typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string')
      return undefined
    if (use !== 'sig' || alg !== 'RS256' || !Array.isArray(operations) || !operations.includes('verify'))
      return undefined
    return isStrong(n, e) ? new VerificationKey(kid, n, e) : undefined
  }

  /** Whether this is the same key, material and all. */
  equals(other: VerificationKey | undefined): boolean {
    return this.kid === other?.kid && this.#material === other.#material
  }

  /**
   * Verifies the signature of a token, and what aws-jwt-verify checks of `iss`, `exp` and `nbf`.
   *
   * @throws an error of aws-jwt-verify
   */
  verify({ header, claims, segments }: SignedToken, issuer: string, graceSeconds: number): void {
    // The engine's types promise more than it asks for: it reads `alg`, `iss`, `exp` and `nbf`, whatever they are.
    const token = {
      header,
      headerB64: segments.header,
      payload: claims,
      payloadB64: segments.payload,
      signatureB64: segments.signature,
    } as DecomposedJwt
    this.#engine.verifyParsed(token, { issuer, audience: null, graceSeconds })
  }
}

/** The engine asks for the keys of an address. Nothing is ever fetched from this one. */
const jwksUri = 'https://keys.invalid'

/**
 * aws-jwt-verify with a single key. It remembers native keys by issuer and `kid`: with an engine for each key, it cannot
 * take one key's material for another's, and what it remembers goes when the key goes.
 */
class Engine extends JwtVerifierBase<Expectations, Expectations & { jwksUri: string }, false> {
  constructor(jwk: JwkWithKid) {
    super({ issuer: '', jwksUri, audience: null, graceSeconds: 0 })
    this.cacheJwks({ keys: [jwk] })
  }

  /** The engine's own parser accepts more than one spelling of a token, and reads its JSON twice: ours went before. */
  verifyParsed(token: DecomposedJwt, expectations: Expectations): void {
    this.verifyDecomposedJwtSync(token, jwksUri, expectations)
  }
}

function isStrong(n: string, e: string): boolean {
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
    // Node has both for every RSA key.
    const { modulusLength, publicExponent } = asymmetricKeyDetails as RsaDetails
    // An exponent of 1 makes every message its own signature; an even one has no inverse.
    return modulusLength >= 2048 && publicExponent > 1n && publicExponent % 2n === 1n
  } catch {
    // OpenSSL as it usually comes makes a key of any two numbers; one that is stricter must not spoil a whole set.
    return false
  }
}

interface RsaDetails {
  readonly modulusLength: number
  readonly publicExponent: bigint
}

const engineErrors = [
  [JwtInvalidSignatureError, 'signature'],
  [JwtInvalidSignatureAlgorithmError, 'algorithm'],
  [JwtExpiredError, 'expired'],
  [JwtNotBeforeError, 'not_yet_valid'],
  [JwtInvalidIssuerError, 'issuer'],
] as const

/** What an error of aws-jwt-verify says of the token. Nothing, when it is not about the token. */
export function reasonOf(engineError: unknown): RejectionReason | undefined {
  return engineErrors.find(([errorClass]) => engineError instanceof errorClass)?.[1]
}
