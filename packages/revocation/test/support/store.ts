import {
  memoryStore,
  type Revocation,
  type RevocationPage,
  type RevocationStore,
} from '@cognito-auth/revocation'

/** A store in memory that notes its calls and can be told to reject, or to keep callers waiting. */
export interface TestStore extends RevocationStore {
  readonly reads: readonly (string | undefined)[]
  readonly appends: readonly (readonly Revocation[])[]
  /** Rejects calls, holds them until they are released, or answers again. */
  does(what: 'answer' | 'reject' | 'hold', ...calls: ('append' | 'readAfter')[]): void
  /** Answers the calls that are held. */
  release(): void
  /** Loses everything. */
  flush(): void
}

export function testStore(): TestStore {
  let memory = memoryStore()
  let incarnation = 1
  const reads: (string | undefined)[] = []
  const appends: (readonly Revocation[])[] = []
  const behaviours = new Map<string, () => Promise<void>>()
  const held: (() => void)[] = []
  const reject = async (): Promise<never> => {
    throw new Error('The store is down')
  }
  const hold = (): Promise<void> => new Promise((resolve) => held.push(resolve))

  return {
    reads,
    appends,
    append: async (entries) => {
      appends.push(entries)
      await behaviours.get('append')?.()
      await memory.append(entries)
    },
    readAfter: async (cursor): Promise<RevocationPage> => {
      reads.push(cursor)
      const behaviour = behaviours.get('readAfter')
      // What it answers is what it held when it was asked.
      const [name, place] = cursor?.split('/') ?? []
      const isLost = name !== undefined && name !== String(incarnation)
      const page = await memory.readAfter(isLost ? undefined : place)
      const answer = { ...page, cursor: `${incarnation}/${page.cursor}`, lost: isLost }
      await behaviour?.()
      return answer
    },
    does: (what, ...calls) => {
      for (const call of calls.length === 0 ? ['append', 'readAfter'] : calls) {
        if (what === 'answer') behaviours.delete(call)
        else behaviours.set(call, what === 'reject' ? reject : hold)
      }
    },
    release: () => {
      for (const resolve of held.splice(0)) resolve()
    },
    flush: () => {
      memory = memoryStore()
      incarnation += 1
    },
  }
}
