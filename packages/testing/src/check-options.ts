import { inspect } from 'node:util'
import type { TokenOptions } from './options.ts'

/** Refuses names that are no options: a misspelt one would make a test prove something else. */
export function checkNames(owner: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new TypeError(`\`${unknown}\` is not an option of ${owner}. The options are ${known.join(', ')}.`)
}

/** Refuses a value. `allowed` completes the sentence "It must be …". */
export function checkValue(isAllowed: boolean, name: string, value: unknown, allowed: string): void {
  if (!isAllowed) throw new TypeError(`${name} is ${inspect(value, { depth: 0 })}. It must be ${allowed}.`)
}

const tokenOptionNames: readonly (keyof TokenOptions)[] = [
  'sub',
  'username',
  'groups',
  'scopes',
  'clientId',
  'expiresInSeconds',
  'claims',
]

/** Checks all options of a token but `claims`, where everything is allowed. */
export function checkTokenOptions(options: TokenOptions): void {
  checkNames('a token', options, tokenOptionNames)
  for (const name of ['sub', 'username', 'clientId'] as const) {
    const value = options[name]
    checkValue(value === undefined || isName(value), name, value, 'a string that is not empty')
  }
  for (const name of ['groups', 'scopes'] as const) {
    const value = options[name]
    const isAllowed = value === undefined || (Array.isArray(value) && value.every(isName))
    checkValue(isAllowed, name, value, 'an array of strings that are not empty')
  }
  const { expiresInSeconds = 0 } = options
  checkValue(Number.isFinite(expiresInSeconds), 'expiresInSeconds', expiresInSeconds, 'a finite number')
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
