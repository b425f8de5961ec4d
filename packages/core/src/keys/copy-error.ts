import { isObject } from '../lib/is-object.ts'

/** A chain of causes is not followed any further; it may lead back to its beginning. */
const maxCauses = 5

/** What is copied of an error. */
export interface ErrorCopy extends Error {
  readonly code?: string
}

/**
 * Copies what a log needs of an error: name, message, code and stack, and the same of its causes. Everything else is left
 * out, and each text goes through `hide`: errors of other code quote addresses, in messages and in properties.
 */
export function copyError(
  error: unknown,
  hide: (text: string) => string,
  depth: number = maxCauses,
): ErrorCopy {
  if (!isObject(error)) return new Error(typeof error === 'string' ? hide(error) : `thrown: ${typeof error}`)
  const { name, code, stack, cause } = error
  const copy = new Error(hide(messageOf(error, depth)))
  for (const [property, value] of Object.entries({ name, code, stack })) {
    if (typeof value !== 'string') continue
    Object.defineProperty(copy, property, { value: hide(value), enumerable: property === 'code' })
  }
  if (cause !== undefined && depth > 1) copy.cause = copyError(cause, hide, depth - 1)
  return copy
}

/** An `AggregateError` of Node, for a host with several addresses, leaves it to its errors to say what happened. */
function messageOf({ message, errors }: Readonly<Record<string, unknown>>, depth: number): string {
  if (typeof message === 'string' && message !== '') return message
  if (!Array.isArray(errors) || depth <= 1) return 'without a message'
  return errors.map((each) => (isObject(each) ? messageOf(each, depth - 1) : typeof each)).join('; ')
}

/** The code of an error, or else of the nearest cause that has one. */
export function codeOf({ code, cause }: ErrorCopy): string | undefined {
  return code ?? (cause instanceof Error ? codeOf(cause) : undefined)
}
