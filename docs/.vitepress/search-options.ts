/** How the search ranks sections. The functions run in the browser, and can use nothing outside of themselves. */
export const searchOptions = {
  fuzzy: 0.2,
  prefix: true,
  boost: { title: 4, text: 2, titles: 1 },
  // Keywords, which lead to no anchor, come before sections, and guides before the reference, which mentions every word somewhere.
  boostDocument: (id: string): number => (id.includes('/api/') ? 0.2 : id.includes('#') ? 1 : 2),
  // Words without a meaning of their own do not count: "machine to machine".
  processTerm: (term: string): string | null =>
    /^(a|an|and|for|in|of|on|the|to|with)$/i.test(term) ? null : term.toLowerCase(),
}
