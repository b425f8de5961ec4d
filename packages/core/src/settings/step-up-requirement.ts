import { ownItems } from '../lib/own-property.ts'
import type { StepUpRequirement } from '../types/step-up.ts'
import { invalidOption } from './invalid-option.ts'
import type { OptionNames, RawOption } from './raw-option.ts'
import { readOptions } from './read-options.ts'
import { isScopeToken } from './scope-token.ts'

const requirementNames: OptionNames<StepUpRequirement> = { acrValues: true, amr: true, maxAgeSeconds: true }

/** Checks a requirement and copies it. */
export function readStepUpRequirement(raw: RawOption): StepUpRequirement {
  const options = readOptions<StepUpRequirement>(raw, requirementNames)
  const acrValues = checkValues(options.acrValues)
  const amr = checkValues(options.amr)
  const maxAgeSeconds = checkAge(options.maxAgeSeconds)
  if (acrValues === undefined && amr === undefined && maxAgeSeconds === undefined) {
    throw invalidOption(raw, 'an object with at least one of acrValues, amr, maxAgeSeconds')
  }
  return Object.freeze({
    ...(acrValues && { acrValues }),
    ...(amr && { amr }),
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
  })
}

function checkValues(raw: RawOption): readonly string[] | undefined {
  const { value } = raw
  if (value === undefined) return undefined
  const values: readonly unknown[] = Array.isArray(value) ? ownItems(value) : []
  if (values.length === 0 || !values.every(isScopeToken)) {
    throw invalidOption(raw, 'an array of at least one string, without spaces, quotes or backslashes in it')
  }
  return Object.freeze(values)
}

function checkAge(raw: RawOption): number | undefined {
  const { value } = raw
  if (value === undefined || isAge(value)) return value
  throw invalidOption(raw, 'a whole number of seconds, at least 0')
}

function isAge(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
