import { isObject } from '../lib/is-object.ts'
import { own } from '../lib/own-property.ts'

/** What a guard decides. `scope` names what would have been enough, for the challenge; group names never leave the API. */
export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly scope?: string }

export const allow: Decision = Object.freeze({ allowed: true })
export const deny: Decision = Object.freeze({ allowed: false })

/**
 * Reads what a check returned. Only `true` and `{ allowed: true }` pass.
 *
 * @throws TypeError unless it is a boolean or a decision, so that a forgotten `return` or `await` shows.
 */
export function readDecision(result: unknown): Decision {
  if (typeof result === 'boolean') return result ? allow : deny
  if (isObject(result)) {
    const allowed = own(result, 'allowed')
    const scope = own(result, 'scope')
    if (allowed === true) return allow
    if (allowed === false) return typeof scope === 'string' ? { allowed: false, scope } : deny
  }
  throw new TypeError('A check must return true, false or a decision such as { allowed: false }')
}
