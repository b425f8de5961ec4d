/**
 * The value as an error that a framework can be given. Frameworks take `undefined` for success, and Express gives the
 * strings `route` and `router` a meaning of their own.
 */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error('A value that is not an error was thrown', { cause: thrown })
}
