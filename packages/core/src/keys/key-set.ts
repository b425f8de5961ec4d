import { isObject } from '../lib/is-object.ts'
import { VerificationKey } from './verification-key.ts'

/** The usable keys of a set, by `kid`. */
export type KeySet = ReadonlyMap<string, VerificationKey>

/**
 * Reads a JSON Web Key Set. Keys that cannot be used are passed over; of two with the same `kid` the first is taken. A
 * key that was in the `previous` set already stays the same object.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function readKeySet(jwks: unknown, previous?: KeySet): KeySet {
  const keys = new Map<string, VerificationKey>()
  const members = isObject(jwks) && Array.isArray(jwks.keys) ? jwks.keys : []
  for (const member of members) {
    const key = VerificationKey.from(member)
    if (key === undefined || keys.has(key.kid)) continue
    const known = previous?.get(key.kid)
    keys.set(key.kid, known?.equals(key) ? known : key)
  }
  return keys
}
