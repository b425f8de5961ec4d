import type { Logger } from '../types/options.ts'
import { invalidOption } from './invalid-option.ts'
import type { RawOption } from './raw-option.ts'

/** Checks an optional logger. */
export function checkLogger(raw: RawOption): Logger | undefined {
  const { value } = raw
  if (value === undefined) return undefined
  if (!isLogger(value)) throw invalidOption(raw, 'a pino logger, or an object with its methods info and warn')
  return value
}

/** Whether the value has the methods of a pino logger that are used. */
export function isLogger(value: unknown): value is Logger {
  if (typeof value !== 'object' || value === null) return false
  return (
    'info' in value && typeof value.info === 'function' && 'warn' in value && typeof value.warn === 'function'
  )
}
