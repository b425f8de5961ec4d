import { generateKeyPair, randomBytes, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { JsonWebKeySet } from '@cognito-auth/core'

/** The public half of a signing key, with the members that Cognito writes. */
export interface PublicKey {
  /** ID of the key. It is also in the header of the tokens that the key signed. */
  readonly kid: string
  /** Algorithm. */
  readonly alg: 'RS256'
  /** Key type. */
  readonly kty: 'RSA'
  /** Exponent, in base64url. */
  readonly e: string
  /** Modulus, in base64url. */
  readonly n: string
  /** Use of the key: signatures. */
  readonly use: 'sig'
}

/** The public keys of a pool. */
export interface PublicKeySet extends JsonWebKeySet {
  /** The keys. Those that currently sign come first. */
  readonly keys: readonly PublicKey[]
}

/** A key pair whose private key never leaves this file. */
export interface SigningKey {
  readonly publicKey: PublicKey
  /** Creates a signed token from claims. As in Cognito, its header contains only `kid` and `alg`. */
  sign(claims: object): string
  /** Appends a signature to the first two parts of a token, without checking them. */
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
