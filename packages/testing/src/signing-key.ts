import { generateKeyPair, randomBytes, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { JsonWebKeySet } from '@cognito-auth/core'

/** The public half of a signing key, with the members that Cognito writes. */
export interface PublicKey {
  /** Name of the key, in the header of the tokens that it signed. */
  readonly kid: string
  /** Algorithm. */
  readonly alg: 'RS256'
  /** Kind of key. */
  readonly kty: 'RSA'
  /** Exponent, in base64url. */
  readonly e: string
  /** Modulus, in base64url. */
  readonly n: string
  /** What the key is for: signatures. */
  readonly use: 'sig'
}

/** The keys that a pool publishes. */
export interface PublicKeySet extends JsonWebKeySet {
  /** The keys, those that sign first. */
  readonly keys: readonly PublicKey[]
}

/** A key pair whose private half cannot be reached from outside of this file. */
export interface SigningKey {
  readonly publicKey: PublicKey
  /** Signs claims to a token whose header has `kid` and `alg` and nothing else, like Cognito's. */
  sign(claims: object): string
  /** Adds a signature to the first two parts of a token, whatever they are. */
  signContent(content: string): string
}

const generateKeyPairAsync = promisify(generateKeyPair)

export async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPairAsync('rsa', { modulusLength: 2048 })
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' })
  const kid = randomBytes(32).toString('base64')
  const signContent = (content: string): string =>
    `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`

  return {
    publicKey: Object.freeze({ kid, alg: 'RS256', kty: 'RSA', e, n, use: 'sig' }),
    sign: (claims) => signContent(`${base64url({ kid, alg: 'RS256' })}.${base64url(claims)}`),
    signContent,
  }
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
