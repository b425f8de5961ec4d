/** Reads a property of the object itself. Inherited ones, such as those of a polluted `Object.prototype`, do not count. */
export function own<Source extends object, Name extends keyof Source>(
  source: Source,
  name: Name,
): Source[Name] | undefined {
  return Object.hasOwn(source, name) ? source[name] : undefined
}

/** The items of an array, each read once. An item that is missing is `undefined`, never an inherited one. */
export function ownItems<Item>(list: readonly Item[]): readonly (Item | undefined)[] {
  return Array.from({ length: list.length }, (_, index) => own(list, index))
}
