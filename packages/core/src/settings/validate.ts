import { inspect } from 'node:util'
import { isObject } from '../lib/is-object.ts'
import { ConfigurationError } from '../refusal/errors.ts'

/** An option before it is checked, and where it came from: what an error message needs to name. */
export interface Setting {
  readonly option: string
  readonly value: unknown
  readonly variable?: string | undefined
}

/** The error for an option that is not what it has to be. `allowed` completes the sentence "It must be …". */
export function mistake({ option, variable, value }: Setting, allowed: string): ConfigurationError {
  const origin = variable === undefined ? '' : ` (from the environment variable ${variable})`
  return new ConfigurationError(option, `${option}${origin} is ${shown(value)}. It must be ${allowed}.`)
}

/** Long enough to recognise the value, short enough for a line of log. */
function shown(value: unknown): string {
  const text = inspect(value, { depth: 0, breakLength: Infinity, maxStringLength: 100, maxArrayLength: 5 })
  const withoutPassword = text.replace(/\/\/[^/@\s]*@/g, '//…@')
  return withoutPassword.length > 200 ? `${withoutPassword.slice(0, 200)}…` : withoutPassword
}

/**
 * Checks that an option is an object with no members but the `known` ones. It has to be a plain object: a promise that
 * nobody awaited, or an object that inherits its members, would pass for one without options.
 */
export function objectOf(setting: Setting, known: readonly string[]): Readonly<Record<string, unknown>> {
  const { value } = setting
  if (!isPlainObject(value)) throw mistake(setting, `an object with the options ${known.join(', ')}`)
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue
    const path = setting.option === 'options' ? '' : `${setting.option}.`
    const meant = nearest(name, known)
    const remedy =
      meant === undefined
        ? `The options are ${known.join(', ')}.`
        : `Did you mean to pass \`${path}${meant}\`?`
    throw new ConfigurationError(`${path}${name}`, `\`${path}${name}\` is not an option. ${remedy}`)
  }
  return value
}

/** Checks a number of seconds, or another quantity. */
export function numberOf(
  setting: Setting,
  fallback: number,
  isAllowed: (value: number) => boolean,
  allowed: string,
): number {
  const { value = fallback } = setting
  if (typeof value !== 'number' || !Number.isFinite(value) || !isAllowed(value))
    throw mistake(setting, allowed)
  return value
}

/** Checks an optional function. */
export function checkFunction(setting: Setting, allowed: string): void {
  if (setting.value !== undefined && typeof setting.value !== 'function') throw mistake(setting, allowed)
}

/** Checks one name or several. Names have neither blanks nor commas. */
export function namesOf(setting: Setting, value: unknown, allowed: string): ReadonlySet<string> {
  const names = [value].flat()
  if (names.length === 0 || !names.every(isName)) throw mistake(setting, allowed)
  return new Set(names)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s,]+$/.test(value)
}

/** The URL that a text is, unless it is none. */
export function urlOf(value: unknown): URL | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
}

/** An object of this realm or another one, that has its members itself. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** The name that was probably meant: a similar one, or else one that has the other in it, such as `maxAge`. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const written = name.toLowerCase()
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(written, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)
  const similar = ranked.find(({ candidate, distance }) => distance <= Math.max(2, candidate.length / 3))
  if (similar || written.length < 4) return similar?.candidate
  return known.find((candidate) => candidate.toLowerCase().includes(written))
}

/** Levenshtein's distance: a row for each letter of one word, a column for each of the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  let distance = to.length
  for (const [index, letter] of Array.from(from).entries()) {
    let [left, diagonal] = [index + 1, index]
    row = row.map((above, column) => {
      if (column === 0) return left
      const substituted = diagonal + (letter === to[column - 1] ? 0 : 1)
      diagonal = above
      return (left = Math.min(above + 1, left + 1, substituted))
    })
    distance = left
  }
  return distance
}
