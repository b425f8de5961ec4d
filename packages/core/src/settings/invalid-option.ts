import { ConfigurationError } from '../refusal/errors.ts'
import { describeValue } from './describe-value.ts'
import type { RawOption } from './raw-option.ts'

/** The error for an option with a wrong value. `allowed` completes the sentence "It must be …". */
export function invalidOption({ option, variable, value }: RawOption, allowed: string): ConfigurationError {
  const origin = variable === undefined ? '' : ` (from the environment variable ${variable})`
  return new ConfigurationError(
    option,
    `${option}${origin} is ${describeValue(value)}. It must be ${allowed}.`,
  )
}

/** The error for a required option that is missing. `needed` completes the sentence "Pass …". */
export function missingOption({ option, variable }: RawOption, needed: string): ConfigurationError {
  const alternative = variable === undefined ? '' : `, or set the environment variable ${variable}`
  return new ConfigurationError(option, `${option} is missing. Pass ${needed}${alternative}.`)
}
