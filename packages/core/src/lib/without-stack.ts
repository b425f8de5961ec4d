/** Runs something with errors that do not record where they were made. */
export function withoutStack<Result>(run: () => Result): Result {
  const { stackTraceLimit } = Error
  // Not an assignment, which would throw where the language's own objects are frozen.
  Reflect.set(Error, 'stackTraceLimit', 0)
  try {
    return run()
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  }
}
