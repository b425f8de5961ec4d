/** Suggests the flag that was probably meant: the one whose beginning and end it has most letters of. */
export function suggestFlag(written: string, flags: readonly string[]): string | undefined {
  const [best] = flags
    .map((flag) => ({ flag, likeness: computeLikeness(normalize(written), normalize(flag)) }))
    .toSorted((a, b) => b.likeness - a.likeness)
  return best !== undefined && best.likeness >= 0.5 ? best.flag : undefined
}

/** `userPoolId` and `user_pool_id` are like `user-pool-id`. */
function normalize(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, '')
}

/** The share of the longer word that both have in common at their beginnings and ends, from 0 to 1. */
function computeLikeness(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start++
  let end = 0
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return (start + end) / Math.max(a.length, b.length)
}
