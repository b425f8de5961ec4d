import { own, ownItems } from '../lib/own-property.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import { readStepUpRequirement } from '../settings/step-up-requirement.ts'
import type { VerifiedClaims } from '../types/principal.ts'
import type { StepUpRequirement } from '../types/step-up.ts'
import { allow, type Decision, deny } from './decision.ts'
import type { Guard } from './guards.ts'

/**
 * Allows users who signed in as the requirement demands. Its refusal tells the client to let the user sign in again. A
 * claim that is missing, or that has the wrong type, does not meet a requirement. A machine never does: it cannot sign in
 * again.
 *
 * @throws ConfigurationError unless it is given exactly one requirement, with at least one property.
 * @see https://www.rfc-editor.org/rfc/rfc9470
 */
export function steppedUp(...requirement: [requirement: StepUpRequirement]): Guard {
  const required = checkRequirement(requirement)
  const refusal: Decision = Object.freeze({ allowed: false, stepUp: required })
  return function hasSteppedUp({ kind, claims }) {
    if (kind !== 'user') return deny
    return isMet(required, claims) ? allow : refusal
  }
}

function isMet(required: StepUpRequirement, claims: VerifiedClaims): boolean {
  return (
    hasOneLevel(claims, own(required, 'acrValues')) &&
    hasAllMethods(claims, own(required, 'amr')) &&
    isRecent(claims, own(required, 'maxAgeSeconds'))
  )
}

function hasOneLevel(claims: VerifiedClaims, acrValues: readonly string[] | undefined): boolean {
  const acr: unknown = own(claims, 'acr')
  return acrValues === undefined || acrValues.some((level) => level === acr)
}

function hasAllMethods(claims: VerifiedClaims, required: readonly string[] | undefined): boolean {
  if (required === undefined) return true
  const amr: unknown = own(claims, 'amr')
  if (!Array.isArray(amr)) return false
  const methods = ownItems<unknown>(amr)
  return (
    methods.every((method) => typeof method === 'string') &&
    required.every((method) => methods.includes(method))
  )
}

function isRecent(claims: VerifiedClaims, maxAgeSeconds: number | undefined): boolean {
  if (maxAgeSeconds === undefined) return true
  const authTime: unknown = own(claims, 'auth_time')
  // False for anything but a number.
  return Number.isFinite(authTime) && Date.now() <= (Number(authTime) + maxAgeSeconds) * 1000
}

function checkRequirement(requirements: readonly unknown[]): StepUpRequirement {
  if (requirements.length !== 1) {
    throw new ConfigurationError(
      'requirement',
      'A step-up guard takes one requirement, for example requireStepUp({ maxAgeSeconds: 300 }). ' +
        'If a route uses the guard uncalled, call it.',
    )
  }
  return readStepUpRequirement({ option: 'requirement', value: requirements[0] })
}
