import { memoryStore } from '@cognito-auth/revocation'
import { describe, expect, it } from 'vitest'
import { pass, useFakeClock } from './support/clock.ts'
import { entry, signIns } from './support/entries.ts'
import { now } from './support/principals.ts'

useFakeClock()

describe('memoryStore', () => {
  it('returns what was added after a cursor, in its order', async () => {
    const store = memoryStore()
    const [one, two, three] = signIns(3)
    expect(await store.readAfter(undefined)).toEqual({ entries: [], cursor: '0', lost: false, more: false })
    await store.append([one ?? entry()])
    const first = await store.readAfter(undefined)
    expect(first.entries).toEqual([one])
    await store.append([two ?? entry(), three ?? entry()])
    const second = await store.readAfter(first.cursor)
    expect(second).toMatchObject({ entries: [two, three], lost: false, more: false })
    expect(await store.readAfter(second.cursor)).toMatchObject({ entries: [], cursor: second.cursor })
  })

  it('keeps repeats, and shares nothing with another store', async () => {
    const store = memoryStore()
    await store.append([entry(), entry()])
    expect((await store.readAfter(undefined)).entries).toHaveLength(2)
    expect((await memoryStore().readAfter(undefined)).entries).toHaveLength(0)
  })

  it('says so if it does not know the cursor', async () => {
    for (const cursor of ['7', 'elsewhere']) {
      expect(await memoryStore().readAfter(cursor)).toMatchObject({ lost: true })
    }
  })

  it('removes the oldest entries when they have ended', async () => {
    const store = memoryStore()
    await store.append([entry({ id: 'a', until: now + 1 }), entry({ id: 'b', until: now + 5 })])
    const { cursor } = await store.readAfter(undefined)
    await pass(2)
    await store.append([entry({ id: 'c' })])
    expect((await store.readAfter(undefined)).entries.map(({ id }) => id)).toEqual(['b', 'c'])
    expect((await store.readAfter(cursor)).entries.map(({ id }) => id)).toEqual(['c'])
  })
})
