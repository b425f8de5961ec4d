import { generateKeyPair, type JsonWebKey, randomBytes, sign } from 'node:crypto'
import { promisify } from 'node:util'

/** A key pair with a `kid` and a strength of the test's choice. */
export interface TestKey {
  /** The public half, as Cognito would publish it. */
  readonly jwk: JsonWebKey & { readonly kid: string }
  /** The same token, signed by this key and naming it. */
  resign(token: string): string
}

const generateKeyPairAsync = promisify(generateKeyPair)

export async function createKey(kid: string, modulusLength = 2048): Promise<TestKey> {
  const { publicKey, privateKey } = await generateKeyPairAsync('rsa', { modulusLength })
  return {
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' },
    resign(token) {
      const content = `${base64url({ kid, alg: 'RS256' })}.${token.split('.')[1]}`
      return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`
    },
  }
}

/** A forged token that names a key, by default one that nobody has. Its claims are those of a good token. */
export function forge(token: string, kid: string = randomBytes(32).toString('base64')): string {
  return `${base64url({ kid, alg: 'RS256' })}.${token.split('.')[1]}.${randomBytes(256).toString('base64url')}`
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
