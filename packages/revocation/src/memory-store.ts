import type { Revocation } from './revocation.ts'
import type { RevocationStore } from './revocation-store.ts'

/**
 * A store in the memory of this process: for an API that runs as a single process, and for tests. Revocations are lost
 * when the process ends. Pass one store to several `createRevocations()` to test what instances see of each other.
 */
export function memoryStore(): RevocationStore {
  const entries = new Map<number, Revocation>()
  let end = 0

  return {
    append: async (added) => {
      for (const entry of added) {
        entries.set(end, entry)
        end += 1
      }
      removeEnded(entries)
    },
    readAfter: async (cursor) => {
      const start = cursor === undefined ? 0 : Number(cursor)
      const page: Revocation[] = []
      for (let index = start; index < end; index += 1) {
        const entry = entries.get(index)
        if (entry) page.push(entry)
      }
      return { entries: page, cursor: String(end), lost: !(start <= end), more: false }
    },
  }
}

/** Removes the oldest entries, as far as they have ended. */
function removeEnded(entries: Map<number, Revocation>): void {
  for (const [index, { until }] of entries) {
    if (until * 1000 > Date.now()) return
    entries.delete(index)
  }
}
