import { inspect } from 'node:util'

/** The own members of an object that has no others than the `known` ones. `owner` says what the object is for. */
export function ownValues(
  value: unknown,
  known: readonly string[],
  owner: string,
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${owner} takes an object with ${known.join(', ')}. It got ${shown(value)}.`)
  }
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue
    const meant = nearest(name, known)
    const remedy = meant === undefined ? `It takes ${known.join(', ')}.` : `Did you mean \`${meant}\`?`
    throw new TypeError(`\`${name}\` is not an option of ${owner}. ${remedy}`)
  }
  // Own members only: a polluted prototype sets no option.
  return Object.assign(Object.create(null), value) as Readonly<Record<string, unknown>>
}

/** The error for a value. `allowed` completes the sentence "It must be …". */
export function mistake(
  ErrorType: typeof TypeError | typeof RangeError,
  name: string,
  value: unknown,
  allowed: string,
): TypeError | RangeError {
  return new ErrorType(`${name} is ${shown(value)}. It must be ${allowed}.`)
}

/** Whether the value is an object with these methods, own or inherited. */
export function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof Reflect.get(value, name) === 'function')
  )
}

/** Long enough to recognise the value, short enough for a line of log. */
export function shown(value: unknown): string {
  const text = inspect(value, { depth: 0, breakLength: Infinity, maxStringLength: 60, maxArrayLength: 3 })
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

/** The name that was probably meant: the one that shares most letters in their order with it. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const similar = known
    .map((candidate) => ({
      candidate,
      shared: sharedLetters(name.toLowerCase(), candidate.toLowerCase()),
      shorter: Math.min(name.length, candidate.length),
    }))
    .filter(({ shared, shorter }) => shared >= 3 && shared >= 0.75 * shorter)
  return similar.toSorted((a, b) => b.shared - a.shared)[0]?.candidate
}

/** Length of the longest common subsequence. */
function sharedLetters(one: string, other: string): number {
  let row = Array.from({ length: other.length }, () => 0)
  for (const letter of one) {
    let [left, diagonal] = [0, 0]
    row = row.map((above, index) => {
      left = letter === other[index] ? diagonal + 1 : Math.max(left, above)
      diagonal = above
      return left
    })
  }
  return Math.max(...row)
}
