/** Runs something while `Object.prototype` has additional properties, as after a careless merge of somebody's JSON. */
export function withPolluted<Result>(properties: object, run: () => Result): Result {
  const names = Object.keys(properties)
  for (const name of names) Reflect.set(Object.prototype, name, Reflect.get(properties, name))
  try {
    return run()
  } finally {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name)
  }
}
