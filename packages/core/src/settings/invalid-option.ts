import { own } from '../lib/own-property.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import { describeValue } from './describe-value.ts'
import type { RawOption } from './raw-option.ts'

/**
 * The error for an option with a wrong value.
 *
 * @param allowed completes the sentence "It must be …".
 * @param describe writes the value down, for one that is not to be shown as it is.
 */
export function invalidOption(
  raw: RawOption,
  allowed: string,
  describe: (value: unknown) => string = describeValue,
): ConfigurationError {
  return new ConfigurationError(raw.option, `${describeOption(raw, describe)}. It must be ${allowed}.`)
}

/** Says which value an option has, and where it comes from: the beginning of an error message. */
export function describeOption(raw: RawOption, describe: (value: unknown) => string = describeValue): string {
  const variable = own(raw, 'variable')
  const origin = variable === undefined ? '' : ` (from the environment variable ${variable})`
  return `${raw.option}${origin} is ${describe(raw.value)}`
}

/** The error for a required option that is missing. `needed` completes the sentence "Pass …". */
export function missingOption(raw: RawOption, needed: string): ConfigurationError {
  const variable = own(raw, 'variable')
  const alternative = variable === undefined ? '' : `, or set the environment variable ${variable}`
  return new ConfigurationError(raw.option, `${raw.option} is missing. Pass ${needed}${alternative}.`)
}

/** Names an option that would solve a problem, and the variable that can supply it. */
export function nameOption(raw: RawOption): string {
  const variable = own(raw, 'variable')
  return variable === undefined ? raw.option : `${raw.option} (or set ${variable})`
}
