/** Runs a function whose errors do not record a stack trace. */
export function withoutStack<Result>(run: () => Result): Result {
  const { stackTraceLimit } = Error
  // Not an assignment: that throws where the built-in objects are frozen.
  Reflect.set(Error, 'stackTraceLimit', 0)
  try {
    return run()
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  }
}
