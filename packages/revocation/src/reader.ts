import { TooManyEntriesError } from './errors.ts'
import type { KnownRevocations } from './known-revocations.ts'
import { isKind, isRevocation, type Revocation } from './revocation.ts'
import { checkPage, type RevocationPage, type RevocationStore } from './revocation-store.ts'
import type { Settings } from './settings.ts'
import type { TroubleLog } from './trouble-log.ts'

/** What a read found. */
export interface ReadResult {
  /** Whether there was an entry that was not known. */
  readonly isNew: boolean
}

/** Entries that are looked at for their end before each read. With two reads a second, a million in a minute. */
const sweptPerRead = 10_000

/** Reads a store, page by page, from where the last read stopped. */
export class Reader {
  readonly #store: RevocationStore
  readonly #known: KnownRevocations
  readonly #maxEntries: number
  readonly #log: TroubleLog
  readonly #nowSeconds: () => number
  #cursor: string | undefined

  constructor(
    { store, maxEntries }: Pick<Settings, 'store' | 'maxEntries'>,
    known: KnownRevocations,
    log: TroubleLog,
    nowSeconds: () => number,
  ) {
    this.#store = store
    this.#known = known
    this.#maxEntries = maxEntries
    this.#log = log
    this.#nowSeconds = nowSeconds
  }

  /** Number of entries that are known. */
  get entries(): number {
    return this.#known.size
  }

  /**
   * Reads until there are no more pages. The entries of each page are added as it comes, so that the next read goes on
   * from there if this one fails.
   *
   * @throws TooManyEntriesError as long as there are more than `maxEntries`.
   */
  async read(): Promise<ReadResult> {
    let isNew = false
    this.#known.sweep(this.#nowSeconds(), sweptPerRead)
    for (let isStartedOver = false, more = true; more;) {
      this.#checkSize()
      const cursor = this.#cursor
      const page = checkPage(await this.#store.readAfter(cursor), cursor)
      if (page.lost && cursor !== undefined) {
        if (isStartedOver) throw new Error('The revocation store lost its data twice within one read')
        isStartedOver = true
        this.#known.forgetShown()
        // From the start: entries that are older than the cursor may be new.
        this.#cursor = undefined
        continue
      }
      if (this.#show(page)) isNew = true
      this.#cursor = page.cursor ?? cursor
      more = page.more
    }
    this.#checkSize()
    return { isNew }
  }

  #show(page: RevocationPage): boolean {
    const entries = page.entries.filter(isUnderstood)
    const skipped = (page.skipped ?? 0) + page.entries.length - entries.length
    if (skipped > 0) this.#log.begins('skipped', { skipped })
    const nowSeconds = this.#nowSeconds()
    let isNew = false
    for (const entry of entries) if (entry.until > nowSeconds && this.#known.show(entry)) isNew = true
    return isNew
  }

  #checkSize(): void {
    if (this.#known.size <= this.#maxEntries) return
    throw new TooManyEntriesError(
      `There are more revocations than maxEntries, which is ${this.#maxEntries}. Requests are refused until enough of them have ended.`,
    )
  }
}

/** Whether an entry is known to this version. A kind that is not may come from a newer one. */
function isUnderstood(entry: unknown): entry is Revocation {
  if (isRevocation(entry)) return true
  const kind: unknown = typeof entry === 'object' && entry !== null && 'kind' in entry && entry.kind
  if (typeof kind === 'string' && !isKind(kind)) return false
  throw new TypeError('readAfter() of the revocation store returned an entry that is no revocation')
}
