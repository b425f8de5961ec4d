import type { Revocation } from './revocation.ts'

/**
 * Where the instances of an API keep their revocations: a log that grows at its end. Everything else is done above the
 * store: sharing and spacing of reads, time-outs, and storing again what the store has lost.
 */
export interface RevocationStore {
  /** Adds entries at the end. Resolves when they are stored. The same entry may be added more than once. */
  append(entries: readonly Revocation[]): Promise<void>

  /**
   * Reads one page of the entries that come after the cursor, in the order in which they were added; without a cursor,
   * from the start. An entry whose `append` resolved before the last page was asked for is on one of the pages.
   */
  readAfter(cursor: string | undefined): Promise<RevocationPage>
}

/** A page of a `RevocationStore`. */
export interface RevocationPage {
  /** The entries, oldest first. */
  readonly entries: readonly Revocation[]

  /** Where the next page begins: the cursor that was passed if there are no entries, `undefined` for an empty store. */
  readonly cursor: string | undefined

  /**
   * Whether the store no longer has the place that the cursor names. The entries of this page are then ignored, and the
   * list is read again from the start.
   */
  readonly lost: boolean

  /** Whether there may be another page at once. */
  readonly more: boolean

  /** Number of entries that were left out because this version does not understand them. Default: 0. */
  readonly skipped?: number
}

/** Checks what a store returned. It may be code of the application. */
export function checkPage(page: unknown, cursor: string | undefined): RevocationPage {
  if (typeof page !== 'object' || page === null) throw nonsense('no object')
  const { entries, cursor: next, lost, more, skipped = 0 } = page as Partial<Record<string, unknown>>
  if (!Array.isArray(entries)) throw nonsense('`entries` that are no array')
  if (next !== undefined && typeof next !== 'string') throw nonsense('a `cursor` that is no string')
  if (typeof lost !== 'boolean') throw nonsense('`lost` that is no boolean')
  if (typeof more !== 'boolean') throw nonsense('`more` that is no boolean')
  if (!Number.isSafeInteger(skipped)) throw nonsense('`skipped` that is no whole number')
  // Without a cursor it would not be noticed that they are lost.
  if (entries.length > 0 && next === undefined && !lost) throw nonsense('`entries` without a `cursor`')
  // It would be asked for the same page for ever.
  if (more && !lost && next === cursor) throw nonsense('`more` with the cursor that it was passed')
  return page as RevocationPage
}

function nonsense(what: string): TypeError {
  return new TypeError(`readAfter() of the revocation store returned ${what}`)
}
