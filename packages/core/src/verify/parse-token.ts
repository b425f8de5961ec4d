import { isUtf8 } from 'node:buffer'
import { isObject } from '../lib/is-object.ts'

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** A JSON Web Token taken apart. Nothing in it is to be trusted. */
export interface UnverifiedToken {
  readonly header: JsonObject
  readonly claims: JsonObject
  readonly segments: { readonly header: string; readonly payload: string; readonly signature: string }
}

/** The longest token that is looked at, in characters. */
export const maxTokenLength: number = 64 * 1024

/** Takes tokens apart. */
export class TokenParser {
  /** All tokens that a key signs have the same header, so that the last one is remembered. */
  #last: { readonly segment: string; readonly header: JsonObject } | undefined

  /**
   * Takes a JWS in compact form apart (RFC 7515, section 7.1). Nothing, when it is not three segments of canonical
   * base64url, the first two of them JSON objects in UTF-8.
   */
  parse(token: string): UnverifiedToken | undefined {
    if (token.length > maxTokenLength) return undefined

    const [header = '', payload = '', signature = '', ...more] = token.split('.', 4)
    if (more.length > 0 || decode(signature) === undefined) return undefined

    const parsedHeader = this.#headerOf(header)
    const claims = parsedHeader && parseObject(payload)
    return claims && { header: parsedHeader, claims, segments: { header, payload, signature } }
  }

  #headerOf(segment: string): JsonObject | undefined {
    if (segment === this.#last?.segment) return this.#last.header
    const header = parseObject(segment)
    // A copy: V8 keeps a string in memory for as long as there is a slice of it, and this one is a token.
    if (header) this.#last = { segment: Buffer.from(segment).toString(), header }
    return header
  }
}

/** One token has one spelling: no padding, no other alphabet, no bits set that decoding would drop. */
function decode(segment: string): Buffer | undefined {
  const bytes = Buffer.from(segment, 'base64url')
  return segment !== '' && bytes.toString('base64url') === segment ? bytes : undefined
}

function parseObject(segment: string): JsonObject | undefined {
  const bytes = decode(segment)
  if (bytes === undefined || !isUtf8(bytes)) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
