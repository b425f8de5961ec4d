import { isPlainObject } from '../lib/is-object.ts'
import { ownItems } from '../lib/own-property.ts'
import { invalidOption } from '../settings/invalid-option.ts'
import type { RawOption } from '../settings/raw-option.ts'
import { isScopeToken } from '../settings/scope-token.ts'

/** Scopes and their descriptions, as OpenAPI writes them. */
export type Scopes = Record<string, string>

/** Checks a list of scopes, or an object with their descriptions. The description of a scope in a list is empty. */
export function checkScopes(raw: RawOption): Scopes {
  const entries = readEntries(raw.value)
  if (!entries?.every(([scope, description]) => isScopeToken(scope) && typeof description === 'string')) {
    throw invalidOption(
      raw,
      'a list of scopes, or an object whose properties are scopes and their descriptions',
    )
  }
  return Object.fromEntries(entries) as Scopes
}

function readEntries(
  value: unknown,
): readonly (readonly [scope: unknown, description: unknown])[] | undefined {
  if (Array.isArray(value)) return ownItems<unknown>(value).map((scope) => [scope, ''])
  return isPlainObject(value) ? Object.entries(value) : undefined
}
