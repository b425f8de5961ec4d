import { isUtf8 } from 'node:buffer'
import type { TokenSegments } from '../keys/verification-key.ts'
import { isObject } from '../lib/is-object.ts'

/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** A JSON Web Token, parsed. Nothing in it is verified. */
export interface ParsedToken {
  /** Without a prototype. */
  readonly header: JsonObject

  /** Read them with `own()`. They are copied, to an object that inherits nothing, once the signature is verified. */
  readonly claims: JsonObject

  readonly segments: TokenSegments
}

/** Parses tokens. All tokens that one key signs have the same header, so the last header is kept. */
export class TokenParser {
  #last: { readonly segment: string; readonly header: JsonObject } | undefined

  /**
   * Parses a JWS in compact serialization (RFC 7515, section 7.1). Returns `undefined` unless it consists of three
   * segments of canonical base64url, of which the first two are JSON objects in UTF-8.
   */
  parse(token: string): ParsedToken | undefined {
    const [headerSegment = '', payload = '', signature = '', ...more] = token.split('.', 4)
    if (more.length > 0 || decode(signature) === undefined) return undefined

    const header = this.#parseHeader(headerSegment)
    const claims = header && parseObject(payload)
    return claims && { header, claims, segments: { header: headerSegment, payload, signature } }
  }

  #parseHeader(segment: string): JsonObject | undefined {
    if (segment === this.#last?.segment) return this.#last.header
    const header = parseObject(segment)
    if (header) {
      Object.setPrototypeOf(header, null)
      // A copy: V8 keeps a whole string in memory, here a token, for as long as a slice of it is in use.
      this.#last = { segment: Buffer.from(segment).toString(), header }
    }
    return header
  }
}

/** Decodes canonical base64url: no padding, no other alphabet, no trailing bits, so that a token has one spelling only. */
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
