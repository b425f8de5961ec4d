import { ownItems } from '../lib/own-property.ts'
import { invalidOption } from './invalid-option.ts'
import type { RawOption } from './raw-option.ts'

/** Checks a number. Infinity and NaN are never allowed. */
export function checkNumber(
  raw: RawOption,
  fallback: number,
  isAllowed: (value: number) => boolean,
  allowed: string,
): number {
  const { value = fallback } = raw
  if (typeof value !== 'number' || !Number.isFinite(value) || !isAllowed(value))
    throw invalidOption(raw, allowed)
  return value
}

/** Checks an optional function. What it takes and what it returns cannot be checked here. */
export function checkFunction(raw: RawOption, allowed: string): unknown {
  const { value } = raw
  if (value !== undefined && typeof value !== 'function') throw invalidOption(raw, allowed)
  return value
}

/** Checks one name or several. A name contains neither white space nor commas. */
export function checkNames(raw: RawOption, value: unknown, allowed: string): ReadonlySet<string> {
  const names: readonly unknown[] = Array.isArray(value) ? ownItems(value) : [value]
  if (names.length === 0 || !names.every(isName)) throw invalidOption(raw, allowed)
  return new Set(names)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s,]+$/.test(value)
}
