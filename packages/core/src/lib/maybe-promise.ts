/** Goes on with a value: at once if it is there, since waiting for a promise costs every request a turn. */
export function whenKnown<Value extends object, Result>(
  value: Value | Promise<Value>,
  next: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return isPromise(value) ? value.then(next) : next(value)
}

/** Whether a value has yet to come: as a promise, be it of another realm or of a library. */
export function isPromise<Value>(value: object | Promise<Value>): value is Promise<Value> {
  return 'then' in value && typeof value.then === 'function'
}
