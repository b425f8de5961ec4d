/** A value, or a promise of it. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Whether a value has yet to arrive: as a promise of any realm or library. */
export function isPromise<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
