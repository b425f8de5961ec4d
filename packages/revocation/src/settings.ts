import type { Logger } from '@cognito-auth/core'
import { hasMethods, mistake, ownValues } from './check-values.ts'
import type { RevocationOptions } from './options.ts'
import type { RevocationStore } from './revocation-store.ts'

/** The options of `createRevocations()`, checked and completed. */
export interface Settings {
  readonly store: RevocationStore
  readonly maxAgeSeconds: number
  readonly maxStaleSeconds: number
  readonly timeoutSeconds: number
  readonly maxEntries: number
  readonly logger: Logger | undefined
}

const optionNames: readonly (keyof RevocationOptions)[] = [
  'store',
  'maxAgeSeconds',
  'maxStaleSeconds',
  'timeoutSeconds',
  'maxEntries',
  'logger',
]

/**
 * Checks options and completes them.
 *
 * @throws TypeError for an option that does not exist, or of the wrong type.
 * @throws RangeError for a number that is too small or too large.
 */
export function resolveSettings(options: unknown): Settings {
  const values = ownValues(options, optionNames, 'createRevocations()')
  const number = (name: keyof RevocationOptions, fallback: number, limits: Limits): number =>
    numberOf(name, values[name], fallback, limits)

  const maxAgeSeconds = number('maxAgeSeconds', 1, {
    from: 0.1,
    to: 86_400,
    allowed: 'a number of seconds from 0.1 to 86,400',
  })
  return {
    store: storeOf(values['store']),
    maxAgeSeconds,
    maxStaleSeconds: number('maxStaleSeconds', Math.max(300, maxAgeSeconds), {
      from: maxAgeSeconds,
      to: Infinity,
      allowed: `a number of seconds, at least maxAgeSeconds, which is ${maxAgeSeconds}`,
    }),
    timeoutSeconds: number('timeoutSeconds', 2, {
      from: Number.MIN_VALUE,
      // About 23 days: timers cannot run longer.
      to: 2_000_000,
      allowed: 'a number of seconds, more than 0 and at most 2,000,000',
    }),
    maxEntries: number('maxEntries', 1_000_000, {
      from: 1,
      // A Map holds 16.7 million.
      to: 10_000_000,
      isWhole: true,
      allowed: 'a whole number from 1 to 10,000,000',
    }),
    logger: loggerOf(values['logger']),
  }
}

interface Limits {
  readonly from: number
  readonly to: number
  readonly isWhole?: boolean
  readonly allowed: string
}

function numberOf(
  name: string,
  value: unknown,
  fallback: number,
  { from, to, isWhole = false, allowed }: Limits,
): number {
  if (value === undefined) return fallback
  if (typeof value !== 'number' || Number.isNaN(value)) throw mistake(TypeError, name, value, allowed)
  if (value < from || value > to || (isWhole && !Number.isInteger(value)))
    throw mistake(RangeError, name, value, allowed)
  return value
}

function storeOf(value: unknown): RevocationStore {
  if (hasMethods(value, 'append', 'readAfter')) return value as RevocationStore
  throw mistake(
    TypeError,
    'store',
    value,
    'memoryStore(), redisStore(client), or an object with the methods append and readAfter',
  )
}

function loggerOf(value: unknown): Logger | undefined {
  if (value === undefined || hasMethods(value, 'info', 'warn')) return value as Logger | undefined
  throw mistake(TypeError, 'logger', value, 'a pino logger, or an object with its methods info and warn')
}
