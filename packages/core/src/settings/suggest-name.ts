/**
 * Suggests the name that was probably meant: one that differs in one place only, or else one that contains what was
 * written, such as `tokenCache` for `cache`. Returns `undefined` if no name is close.
 */
export function suggestName(written: string, names: readonly string[]): string | undefined {
  const plain = normalizeName(written)
  const ranked = names
    .map((name) => ({ name, likeness: likeness(plain, normalizeName(name)) }))
    .toSorted((a, b) => b.likeness - a.likeness)
  const similar = ranked.find((candidate) => candidate.likeness >= 0.6)
  if (similar) return similar.name
  return plain.length < 4 ? undefined : names.find((name) => normalizeName(name).includes(plain))
}

function normalizeName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, '')
}

/** How much of the longer word the two have in common at their beginnings and ends, from 0 to 1. */
function likeness(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start++
  let end = 0
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return (start + end) / Math.max(a.length, b.length)
}
