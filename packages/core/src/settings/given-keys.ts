import { type KeySet, readKeySet } from '../keys/key-set.ts'
import { isObject } from '../lib/is-object.ts'
import { own, ownItems } from '../lib/own-property.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import { describeShape } from './describe-value.ts'
import { invalidOption } from './invalid-option.ts'
import type { RawOption } from './raw-option.ts'

/** Checks the option `jwks`, which cannot be combined with `jwksUri`, and reads its keys. */
export function checkKeySet(jwks: RawOption, jwksUri: RawOption): KeySet | undefined {
  const { option, value } = jwks
  if (value === undefined) return undefined
  if (jwksUri.value !== undefined) {
    throw new ConfigurationError(
      option,
      `${option} and ${jwksUri.option} cannot be combined. Pass either the keys or their URL.`,
    )
  }
  const keySet = readKeySet(copyJwks(value))
  if (keySet.size > 0) return keySet
  throw invalidOption(
    jwks,
    'a JSON Web Key Set, { keys: [...] }, with at least one RSA signature key of 2048 to 8192 bits that has a kid',
    describeShape,
  )
}

/** Whether two pools were given the same keys, or none. */
export function isSameKeySet(a: KeySet | undefined, b: KeySet | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.size === b.size && [...a].every(([kid, key]) => key.equals(b.get(kid)))
}

/** A copy of a key set, without what its objects inherit. */
function copyJwks(jwks: unknown): unknown {
  const keys = isObject(jwks) ? own(jwks, 'keys') : undefined
  return { keys: Array.isArray(keys) ? ownItems(keys) : undefined }
}
