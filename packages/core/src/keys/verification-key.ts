import { JwtInvalidSignatureError } from 'aws-jwt-verify/error'
import type { DecomposedJwt } from 'aws-jwt-verify/jwt'
import { JwtVerifierBase } from 'aws-jwt-verify/jwt-verifier'
import { copyMembers } from '../lib/copy-members.ts'
import { isObject } from '../lib/is-object.ts'
import { withoutStack } from '../lib/without-stack.ts'

/** The three base64url segments of a token (RFC 7515, section 7.1). */
export interface TokenSegments {
  readonly header: string
  readonly payload: string
  readonly signature: string
}

/** A public signing key of a user pool. The native key is built when the first signature is verified. */
export class VerificationKey {
  readonly kid: string
  readonly #modulus: string
  readonly #exponent: string
  #engine: Engine | undefined

  private constructor(kid: string, modulus: Buffer, exponent: Buffer) {
    this.kid = kid
    this.#modulus = modulus.toString('base64url')
    this.#exponent = exponent.toString('base64url')
  }

  /**
   * Reads a member of a key set. Returns `undefined` if it is not an RSA key for RS256 signatures of 2048 to 8192 bits.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.3
   */
  static from(jwk: unknown): VerificationKey | undefined {
    if (!isObject(jwk)) return undefined
    const { kty, kid, n, e, use = 'sig', alg = 'RS256', key_ops: operations = ['verify'] } = copyMembers(jwk)
    if (kty !== 'RSA' || typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string')
      return undefined
    if (use !== 'sig' || alg !== 'RS256' || !Array.isArray(operations) || !operations.includes('verify'))
      return undefined
    const [modulus, exponent] = [decodeNumber(n), decodeNumber(e)]
    return isStrong(modulus, exponent) ? new VerificationKey(kid, modulus, exponent) : undefined
  }

  /** Whether both are the same key: the same `kid` and the same material. */
  equals(other: VerificationKey | undefined): boolean {
    return this.kid === other?.kid && this.#modulus === other.#modulus && this.#exponent === other.#exponent
  }

  /**
   * Whether this key made the RS256 signature of a token. Nothing else about the token is checked.
   *
   * @throws an Error if the engine fails. What the engine says may contain anything: it stays in the cause, for logs.
   */
  verify(segments: TokenSegments): boolean {
    try {
      const engine = (this.#engine ??= new Engine(this.#modulus, this.#exponent))
      withoutStack(() => engine.verifySignature(segments))
      return true
    } catch (cause) {
      if (cause instanceof JwtInvalidSignatureError) return false
      throw new Error('A token could not be verified', { cause })
    }
  }
}

/** All that the engine reads of the claims. */
const payload = copyMembers({ iss: 'https://issuer.invalid' })

/** The engine looks keys up by their address. Nothing is ever fetched from it. */
const jwksUri = 'https://keys.invalid'

/** All that the engine reads of a header. It does not cache the native key of a `kid` that is empty, as one may be. */
const header = copyMembers({ alg: 'RS256', kid: 'key' })

type Expectations = { issuer: string; audience: null; scope: null; graceSeconds: number }
const expectations: Expectations = { issuer: payload.iss, audience: null, scope: null, graceSeconds: 0 }

/**
 * aws-jwt-verify with a single key. It caches native keys by issuer and `kid`: with an engine for each key, it cannot
 * confuse the material of two keys, and the native key is released together with the key.
 */
class Engine extends JwtVerifierBase<Expectations, Expectations & { jwksUri: string }, false> {
  constructor(n: string, e: string) {
    super({ ...expectations, jwksUri })
    this.cacheJwks({ keys: [copyMembers({ ...header, kty: 'RSA', use: 'sig', n, e })] })
  }

  /**
   * Neither the header nor the claims of the token reach the engine: it gets constants.
   *
   * @throws JwtInvalidSignatureError if the signature is wrong.
   */
  verifySignature(segments: TokenSegments): void {
    const token: DecomposedJwt = {
      header,
      headerB64: segments.header,
      payload,
      payloadB64: segments.payload,
      signatureB64: segments.signature,
    }
    this.verifyDecomposedJwtSync(token, jwksUri, expectations)
  }
}

/** The bytes of a number, the most significant one first (RFC 7518, section 6.3.1). Some issuers write zeros in front. */
function decodeNumber(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  const start = bytes.findIndex((byte) => byte !== 0)
  return bytes.subarray(start < 0 ? bytes.length : start)
}

/** An exponent of 1 makes every message its own signature; an even one has no inverse. A large modulus takes time. */
function isStrong(modulus: Buffer, exponent: Buffer): boolean {
  const bits = bitLength(modulus)
  return bits >= 2048 && bits <= 8192 && isOdd(exponent) && bitLength(exponent) > 1
}

function bitLength(number: Buffer): number {
  const [first = 0] = number
  return number.length * 8 - (Math.clz32(first) - 24)
}

function isOdd(number: Buffer): boolean {
  return ((number.at(-1) ?? 0) & 1) === 1
}
