/** Whether the value can be one of several in a list that is separated by spaces: a scope of RFC 6749, section 3.3. */
export function isScopeToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(value)
}
