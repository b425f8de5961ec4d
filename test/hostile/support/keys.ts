import { generateKeyPairSync, type KeyObject } from 'node:crypto'

/** A key pair, and the name that it is published by. */
export interface KeyPair {
  readonly kid: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export const userPoolId = 'us-east-1_EXAMPLE1'
export const clientId = '4exampleclientid0000000000'
export const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`

/** The key that signs unless a row says otherwise. */
export const mainKey: KeyPair = rsaKey('main')

/** A key of the pool with the exponent 3, which is where forgeries of the padding are cheap. */
export const cubicKey: KeyPair = rsaKey('cubic', { publicExponent: 3 })

/** A key of the pool that is not for signatures. */
export const encryptionKey: KeyPair = rsaKey('encryption')

/** A key of the pool that is too short to be used. */
export const weakKey: KeyPair = rsaKey('weak', { modulusLength: 1024 })

/** A key of the pool that is not for RS256. */
export const curveKey: KeyPair = { kid: 'curve', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) }

/** A key that the pool does not have. */
export const foreignKey: KeyPair = rsaKey('foreign')

/** A secret that the pool publishes by mistake. */
export const publishedSecret: Buffer = Buffer.from('a secret that everybody has read by now')

/** The modulus of the main key. */
export const modulus: bigint = BigInt(`0x${modulusBytes(mainKey).toString('hex')}`)

/** What the middleware is given: usable keys, and a few that have to be passed over. */
export const poolOptions = {
  userPoolId,
  clientId,
  jwks: {
    keys: [
      publicJwk(mainKey),
      publicJwk(cubicKey),
      { ...publicJwk(foreignKey), kid: mainKey.kid },
      { ...publicJwk(encryptionKey), use: 'enc' },
      publicJwk(weakKey),
      { ...publicJwk(curveKey), alg: 'ES256' },
      { kty: 'oct', kid: 'secret', alg: 'HS256', use: 'sig', k: publishedSecret.toString('base64url') },
    ],
  },
}

export function publicJwk({ kid, publicKey }: KeyPair): Record<string, unknown> {
  return { kid, alg: 'RS256', use: 'sig', ...publicKey.export({ format: 'jwk' }) }
}

export function modulusBytes({ publicKey }: KeyPair): Buffer {
  return Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url')
}

interface RsaOptions {
  readonly modulusLength?: number
  readonly publicExponent?: number
}

/** The modulus leaves room above it, so that some signatures still fit when the modulus is added to them. */
function rsaKey(kid: string, { modulusLength = 2048, publicExponent = 0x10001 }: RsaOptions = {}): KeyPair {
  for (;;) {
    const key = { kid, ...generateKeyPairSync('rsa', { modulusLength, publicExponent }) }
    if (modulusBytes(key).readUInt8(0) < 0xf0) return key
  }
}
