import { generateKeyPairSync, sign } from 'node:crypto'

/** The pool of these tests. */
export const userPoolId = 'us-east-1_EXAMPLE1'
export const clientId = '4exampleclientid0000000000'
export const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`
export const updatedIssuer = `https://issuer-cognito-idp.us-east-1.amazonaws.com/${userPoolId}`

/** What a signer signs. Strings and bytes are signed as they are, objects as JSON. */
interface TokenParts {
  readonly header?: object | string
  readonly claims?: object | string
}

/** A key pair that signs anything, including odd headers. */
export interface Signer {
  readonly jwk: {
    readonly kid: string
    readonly kty: 'RSA'
    readonly n: string
    readonly e: string
    readonly alg: 'RS256'
    readonly use: 'sig'
  }
  token(parts?: TokenParts): string
}

export function createSigner(kid: string, modulusLength = 2048): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  return {
    jwk: { kid, kty: 'RSA', n, e, alg: 'RS256', use: 'sig' },
    token({ header = { kid, alg: 'RS256' }, claims = accessClaims() } = {}) {
      const content = `${encode(header)}.${encode(claims)}`
      return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`
    },
  }
}

/** Claims of a valid access token. A claim that is overridden with `undefined` is left out. */
export function accessClaims(overrides: object = {}): Record<string, unknown> {
  const iat = Math.floor(Date.now() / 1000)
  return {
    sub: 'a0000000-0000-4000-8000-000000000001',
    iss: issuer,
    client_id: clientId,
    token_use: 'access',
    scope: 'openid orders/read',
    exp: iat + 3600,
    iat,
    username: 'alice',
    ...overrides,
  }
}

/** Claims of a valid ID token. */
export function idClaims(overrides: object = {}): Record<string, unknown> {
  return accessClaims({
    client_id: undefined,
    scope: undefined,
    username: undefined,
    aud: clientId,
    token_use: 'id',
    'cognito:username': 'alice',
    ...overrides,
  })
}

/** JSON with a member whose value is written as given, for numbers that `JSON.stringify` cannot write. */
export function jsonWith(claims: object, name: string, value: string): string {
  return `${JSON.stringify({ ...claims, [name]: undefined }).slice(0, -1)},${JSON.stringify(name)}:${value}}`
}

/** A segment of a token. */
export function encode(part: object | string): string {
  const bytes = typeof part === 'string' || Buffer.isBuffer(part) ? part : JSON.stringify(part)
  return Buffer.from(bytes).toString('base64url')
}

/** The same token with one bit of its signature flipped. */
export function withBrokenSignature(token: string): string {
  const start = token.lastIndexOf('.') + 1
  const signature = Buffer.from(token.slice(start), 'base64url')
  signature.writeUInt8(signature.readUInt8(100) ^ 1, 100)
  return token.slice(0, start) + signature.toString('base64url')
}
