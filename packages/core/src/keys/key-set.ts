import { isObject } from '../lib/is-object.ts'
import { own } from '../lib/own-property.ts'
import { VerificationKey } from './verification-key.ts'

/** The usable keys of a set, by `kid`. */
export type KeySet = ReadonlyMap<string, VerificationKey>

/**
 * The largest number of keys in a set. Cognito publishes two for a user pool, a few more during a key rotation; emulators
 * publish one or two.
 */
export const maxKeys = 100

/**
 * Reads a JSON Web Key Set. Keys that cannot be used are skipped; of two with the same `kid` the first is taken. After
 * `maxKeys` usable keys the rest is ignored.
 *
 * @param previous the set before. Keys that have not changed stay the same objects.
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function readKeySet(jwks: unknown, previous?: KeySet): KeySet {
  const keys = new Map<string, VerificationKey>()
  // What is on a polluted `Object.prototype` would be the keys of an attacker.
  const listed = isObject(jwks) ? own(jwks, 'keys') : undefined
  const members: readonly unknown[] = Array.isArray(listed) ? listed : []
  for (const member of members) {
    if (keys.size === maxKeys) break
    const key = VerificationKey.from(member)
    if (key === undefined || keys.has(key.kid)) continue
    const known = previous?.get(key.kid)
    keys.set(key.kid, known?.equals(key) ? known : key)
  }
  return keys
}
