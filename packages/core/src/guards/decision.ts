import { isObject } from '../lib/is-object.ts'
import { own } from '../lib/own-property.ts'
import { readStepUpRequirement } from '../settings/step-up-requirement.ts'
import type { StepUpRequirement } from '../types/step-up.ts'

/** What a guard decides. A refusal may say what would have been enough, for the challenge; it never names groups. */
export type Decision =
  | { readonly allowed: true }
  | {
      readonly allowed: false

      /** The scopes that would have been enough, separated by spaces. */
      readonly scope?: string

      /**
       * How the user must sign in. The request is then refused with 401 instead of 403, so that the client lets the user
       * sign in again (RFC 9470). A machine cannot sign in again, and gets the 403.
       */
      readonly stepUp?: StepUpRequirement
    }

export const allow: Decision = Object.freeze({ allowed: true })
export const deny: Decision = Object.freeze({ allowed: false })

/**
 * Reads what a check returned. Only `true` and `{ allowed: true }` pass.
 *
 * @throws TypeError unless it is a boolean or a decision, so that a forgotten `return` or `await` shows, and if the
 * decision has a malformed `stepUp`.
 */
export function readDecision(result: unknown): Decision {
  if (typeof result === 'boolean') return result ? allow : deny
  if (isObject(result)) {
    const allowed = own(result, 'allowed')
    if (allowed === true) return allow
    if (allowed === false) return readRefusal(own(result, 'scope'), own(result, 'stepUp'))
  }
  throw new TypeError('A check must return true, false or a decision such as { allowed: false }')
}

function readRefusal(scope: unknown, stepUp: unknown): Decision {
  if (stepUp === undefined) return typeof scope === 'string' ? { allowed: false, scope } : deny
  return { allowed: false, ...(typeof scope === 'string' && { scope }), stepUp: readStepUp(stepUp) }
}

/** Responses may show the message of an unexpected error, so the details are in its `cause` only. */
function readStepUp(value: unknown): StepUpRequirement {
  try {
    return readStepUpRequirement({ option: 'stepUp', value })
  } catch (cause) {
    throw new TypeError('The stepUp of a decision must be a requirement such as { maxAgeSeconds: 300 }', {
      cause,
    })
  }
}
