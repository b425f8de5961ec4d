/**
 * What may be handed to a framework as an error. Nothing at all would pass for success there, and Express takes the words
 * `route` and `router` for directions.
 */
export function asError(reason: unknown): Error {
  return reason instanceof Error
    ? reason
    : new Error('Something was thrown that is no error', { cause: reason })
}
