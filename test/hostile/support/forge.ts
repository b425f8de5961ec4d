import { constants, createHash, privateEncrypt, sign } from 'node:crypto'
import { clientId, issuer, type KeyPair, mainKey } from './keys.ts'

/** Part of every claim of ours that must not be seen in a refusal or in a line of log. */
export const canary = 'canary'

export const userId = `${canary}-0b5e2c1a-6f3d-4f0e-9a55-1d2c3b4a5f60`

/** The present, in seconds, when the rows are made. Rows stay a minute or more away from each boundary. */
export const now: number = Math.floor(Date.now() / 1000)

export type Json = Readonly<Record<string, unknown>>

/** What is wrong with a token. All that is left out is right. */
export interface Flaws {
  /** Members laid over `alg` and `kid`. `undefined` removes one. */
  readonly header?: Json
  /** Claims laid over those of a user's access token. `undefined` removes one. */
  readonly claims?: Json
  /** The header, byte by byte, in place of `header`. */
  readonly headerBytes?: string | Buffer
  /** The payload, byte by byte, in place of `claims`. */
  readonly payloadBytes?: string | Buffer
  /** Changes an encoded segment before it is signed. */
  readonly respell?: { readonly header?: Respelling; readonly payload?: Respelling }
  /** Default: the main key. Its `kid` is in the header. */
  readonly key?: KeyPair
  /** Default: RS256. */
  readonly sign?: (input: Buffer, key: KeyPair) => Buffer
}

type Respelling = (segment: string) => string

/** Makes a token that is signed, whatever else it may be. */
export function forge(flaws: Flaws = {}): string {
  const { key = mainKey, sign: signWith = rs256, respell = {} } = flaws
  const header = encode(flaws.headerBytes ?? JSON.stringify(headerOf(key, flaws.header)))
  const payload = encode(flaws.payloadBytes ?? JSON.stringify(claimsOf(flaws.claims)))
  const input = `${respell.header?.(header) ?? header}.${respell.payload?.(payload) ?? payload}`
  return `${input}.${encode(signWith(Buffer.from(input), key))}`
}

export function headerOf(key: KeyPair, over: Json = {}): Json {
  return { kid: key.kid, alg: 'RS256', ...over }
}

/** Claims of a user's access token. */
export function claimsOf(over: Json = {}): Json {
  return {
    sub: userId,
    iss: issuer,
    client_id: clientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    exp: now + 3600,
    iat: now,
    jti: `${canary}-jti`,
    username: `${canary}-alice`,
    ...over,
  }
}

/** Claims of a user's ID token, laid over those of an access token. */
export function idClaims(over: Json = {}): Json {
  const accessOnly = { client_id: undefined, scope: undefined, username: undefined }
  return { ...accessOnly, token_use: 'id', aud: clientId, 'cognito:username': `${canary}-alice`, ...over }
}

/** Claims of a machine client's token, laid over those of a user's. */
export function machineClaims(over: Json = {}): Json {
  return { sub: clientId, username: undefined, scope: 'orders/read', ...over }
}

export function encode(bytes: string | Buffer): string {
  return Buffer.from(bytes).toString('base64url')
}

export function decode(segment: string): Buffer {
  return Buffer.from(segment, 'base64url')
}

/** The three segments of a token. */
export function segmentsOf(token: string): { header: string; payload: string; signature: string } {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return { header, payload, signature }
}

/** The token with another signature. */
export function resign(token: string, signature: Buffer): string {
  const { header, payload } = segmentsOf(token)
  return `${header}.${payload}.${encode(signature)}`
}

/** The first of many tokens, apart only in their `jti`, whose signature is as it is wanted. */
export function searchToken(
  isWanted: (signature: Buffer, token: string) => boolean,
  flaws: Flaws = {},
): string {
  for (let attempt = 0; attempt < 5000; attempt++) {
    const token = forge({ ...flaws, claims: { ...flaws.claims, jti: `${canary}-${attempt}` } })
    if (isWanted(decode(segmentsOf(token).signature), token)) return token
  }
  throw new Error('no such signature among 5000')
}

export function rs256(input: Buffer, { privateKey }: KeyPair): Buffer {
  return sign('sha256', input, privateKey)
}

export function sha256(input: Buffer): Buffer {
  return createHash('sha256').update(input).digest()
}

/** Signs a block as it is, whatever padding it has. */
export function signBlock(block: Buffer, { privateKey }: KeyPair): Buffer {
  return privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block)
}

/** Text as the bytes of its UTF-8, each of them a character: what `exchange` writes. */
export function utf8(text: string): string {
  return Buffer.from(text).toString('latin1')
}
