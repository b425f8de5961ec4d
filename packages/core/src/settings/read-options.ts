import { isPlainObject } from '../lib/is-object.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import { withoutSecrets } from './describe-value.ts'
import { invalidOption } from './invalid-option.ts'
import type { OptionNames, RawOption, RawOptions } from './raw-option.ts'
import { suggestName } from './suggest-name.ts'

/**
 * Reads the options of an object.
 *
 * @param otherNames names that are allowed too, but not returned.
 * @throws ConfigurationError if the value is not an object, or if one of its properties is not an option.
 */
export function readOptions<Options>(
  raw: RawOption,
  names: OptionNames<Options>,
  otherNames: readonly string[] = [],
): RawOptions<Options> {
  const known = Object.keys(names)
  const values = checkObject(raw, [...known, ...otherNames])
  const options = known.map((name) => [name, { option: pathTo(raw, name), value: values[name] }])
  return Object.fromEntries(options) as RawOptions<Options>
}

/**
 * Checks that an option is a plain object without unknown properties, and copies it: each property is read once, and
 * inherited ones do not count. Other objects, such as a promise without its `await` or an object that inherits its
 * options, would pass for one without any options.
 */
export function checkObject(raw: RawOption, known: readonly string[]): Readonly<Record<string, unknown>> {
  const { value } = raw
  if (!isPlainObject(value)) throw invalidOption(raw, `an object with the options ${known.join(', ')}`)
  const names = Object.getOwnPropertyNames(value)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw unknownOption(raw, unknown, suggestRemedy(raw, names, unknown, known))
  const copy: Record<string, unknown> = Object.create(null)
  for (const name of names) copy[name] = value[name]
  return copy
}

function unknownOption(raw: RawOption, name: string, remedy: string): ConfigurationError {
  const path = pathTo(raw, withoutSecrets(name))
  return new ConfigurationError(path, `\`${path}\` is not an option. ${remedy}`)
}

function suggestRemedy(
  raw: RawOption,
  names: readonly string[],
  unknown: string,
  known: readonly string[],
): string {
  // Like a test user pool, which TypeScript accepts in place of its options.
  if (names.includes('options')) return 'Did you mean to pass the property `options` of this object?'
  const suggestion = suggestName(unknown, known)
  return suggestion === undefined
    ? `The options are ${known.join(', ')}.`
    : `Did you mean to pass \`${pathTo(raw, suggestion)}\`?`
}

function pathTo({ option }: RawOption, name: string): string {
  return option === 'options' ? name : `${option}.${name}`
}
