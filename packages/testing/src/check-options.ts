import { inspect } from 'node:util'
import type { TokenOptions } from './options.ts'

/**
 * Rejects unknown option names. With a misspelt option, a test would pass without testing what it is meant to.
 *
 * @throws TypeError
 */
export function checkNames(owner: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new TypeError(`\`${unknown}\` is not an option of ${owner}. The options are ${known.join(', ')}.`)
}

/**
 * Rejects a value unless it is allowed. `allowed` completes the sentence "It must be …".
 *
 * @throws TypeError
 */
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
  'signedInSecondsAgo',
  'originJti',
  'acr',
  'amr',
  'claims',
]

/**
 * Checks all options of a token except `claims`, which may contain anything.
 *
 * @throws TypeError
 */
export function checkTokenOptions(options: TokenOptions): void {
  checkNames('a token', options, tokenOptionNames)
  for (const name of ['sub', 'username', 'clientId', 'originJti', 'acr'] as const) {
    const value = options[name]
    checkValue(value === undefined || isName(value), name, value, 'a non-empty string')
  }
  for (const name of ['groups', 'scopes', 'amr'] as const) {
    const value = options[name]
    const isAllowed = value === undefined || (Array.isArray(value) && value.every(isName))
    checkValue(isAllowed, name, value, 'an array of non-empty strings')
  }
  const { signedInSecondsAgo = 0 } = options
  checkValue(
    Number.isSafeInteger(signedInSecondsAgo) && signedInSecondsAgo >= 0,
    'signedInSecondsAgo',
    signedInSecondsAgo,
    'a whole number of seconds, at least 0',
  )
  const { expiresInSeconds = 0 } = options
  checkValue(Number.isFinite(expiresInSeconds), 'expiresInSeconds', expiresInSeconds, 'a finite number')
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
