/** Runs a function while `Object.prototype` has these properties, as after a prototype pollution attack. */
export async function withPollution<Result>(
  properties: Readonly<Record<string, unknown>>,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  for (const [name, value] of Object.entries(properties)) {
    // oxlint-disable-next-line no-extend-native -- this is the attack
    Object.defineProperty(Object.prototype, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    })
  }
  try {
    return await run()
  } finally {
    for (const name of Object.keys(properties)) Reflect.deleteProperty(Object.prototype, name)
  }
}
