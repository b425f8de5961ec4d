/** Names that can reach a prototype when an object with such a member is merged into another one. */
const pollutingNames: ReadonlySet<string> = new Set(['__proto__', 'constructor'])

/**
 * The prototype of copies: it has no members. V8 reads an object with a prototype of its own much faster than one without
 * a prototype, and than one whose prototype was replaced.
 */
const emptyPrototype: object = Object.freeze(Object.create(null))

/**
 * Copies the members of an object, without those that have polluting names. The copy inherits nothing: a member that is
 * absent is `undefined`, whatever `Object.prototype` was polluted with.
 */
export function copyMembers<Members extends object>(source: Members): Members {
  const copy = Object.create(emptyPrototype)
  for (const name of Object.keys(source)) {
    if (!pollutingNames.has(name)) copy[name] = source[name as keyof Members]
  }
  return copy
}
