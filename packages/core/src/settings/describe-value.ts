import { inspect } from 'node:util'

/** Describes a value for an error message: long enough to recognize it, short enough for a log line. */
export function describeValue(value: unknown): string {
  const text = inspect(value, { depth: 0, breakLength: Infinity, maxStringLength: 100, maxArrayLength: 5 })
  const withoutPassword = text.replace(/\/\/[^/@\s]*@/g, '//…@')
  return withoutPassword.length > 200 ? `${withoutPassword.slice(0, 200)}…` : withoutPassword
}
