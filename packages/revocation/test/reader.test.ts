import type { RevocationPage } from '@cognito-auth/revocation'
import { describe, expect, it } from 'vitest'
import { levels, memoryLog } from '../../../test/support/log.ts'
import { KnownRevocations } from '../dist/known-revocations.js'
import { Reader } from '../dist/reader.js'
import { TroubleLog } from '../dist/trouble-log.js'
import { entry, signIns } from './support/entries.ts'
import { now } from './support/principals.ts'

const [one, two, three] = signIns(3) as [
  ReturnType<typeof entry>,
  ReturnType<typeof entry>,
  ReturnType<typeof entry>,
]
const page = (parts: Partial<RevocationPage>): RevocationPage => ({
  entries: [],
  cursor: undefined,
  lost: false,
  more: false,
  ...parts,
})

/** A reader of pages that come one after the other; an error is a call that fails. */
function setUp(pages: readonly unknown[], maxEntries = 100) {
  const left = [...pages]
  const cursors: (string | undefined)[] = []
  const known = new KnownRevocations()
  const { logger, lines } = memoryLog()
  const store = {
    append: async () => undefined,
    readAfter: async (cursor: string | undefined) => {
      cursors.push(cursor)
      const next = left.shift()
      if (next instanceof Error) throw next
      return next as RevocationPage
    },
  }
  const clock = { now }
  const reader = new Reader({ store, maxEntries }, known, new TroubleLog(logger), () => clock.now)
  const ids = () => [...known.unshown.entries()].map(({ id }) => id)
  return { reader, known, cursors, lines, ids, clock }
}

describe('a read', () => {
  it('goes from page to page, and the next one on from there', async () => {
    const { reader, known, cursors } = setUp([
      page({ entries: [one, two], cursor: '2', more: true }),
      page({ entries: [three], cursor: '3' }),
      page({ cursor: '3' }),
    ])
    expect(await reader.read()).toEqual({ isNew: true })
    expect(await reader.read()).toEqual({ isNew: false })
    expect(cursors).toEqual([undefined, '2', '3'])
    expect([known.size, reader.entries]).toEqual([3, 3])
  })

  it('keeps what its pages said when a later page fails', async () => {
    const { reader, known, cursors } = setUp([
      page({ entries: [one], cursor: '1', more: true }),
      new Error('down'),
      page({ entries: [two], cursor: '2' }),
    ])
    await expect(reader.read()).rejects.toThrow('down')
    expect(known.size).toBe(1)
    expect(await reader.read()).toEqual({ isNew: true })
    expect(cursors).toEqual([undefined, '1', '1'])
  })

  it('does not add entries that have ended', async () => {
    const ending = [entry({ id: 'a', until: now }), entry({ id: 'b', until: now + 1 })]
    const { reader, known } = setUp([page({ entries: ending, cursor: '2' })])
    expect(await reader.read()).toEqual({ isNew: true })
    expect(known.size).toBe(1)
  })

  it('removes entries that have ended since', async () => {
    const { reader, known, clock } = setUp([page({ entries: [one], cursor: '1' }), page({ cursor: '1' })])
    await reader.read()
    clock.now = one.until
    await reader.read()
    expect(known.size).toBe(0)
  })

  it('keeps its place if a store returns none', async () => {
    const { reader, cursors } = setUp([page({ entries: [one], cursor: '1' }), page({}), page({})])
    for (let read = 0; read < 3; read += 1) await reader.read()
    expect(cursors).toEqual([undefined, '1', '1'])
  })
})

describe('after a loss', () => {
  it.each([
    ['no entries', page({ lost: true, more: true })],
    ['the entries after the cursor', page({ entries: [three], cursor: '3', lost: true })],
  ])('a read starts over, if the store returns %s', async (_what, lost) => {
    const { reader, cursors, ids } = setUp([
      page({ entries: [one, two], cursor: '2' }),
      lost,
      page({ entries: [two], cursor: '2' }),
    ])
    await reader.read()
    await reader.read()
    expect(cursors).toEqual([undefined, '2', undefined])
    expect(ids()).toEqual(['sign-in-1'])
  })

  it('a read that finds another loss fails, and the next one starts over', async () => {
    const { reader, cursors, ids } = setUp([
      page({ entries: [one], cursor: '1' }),
      page({ lost: true }),
      page({ entries: [two], cursor: '2', more: true }),
      page({ lost: true }),
      page({ lost: true }),
      page({}),
    ])
    await reader.read()
    await expect(reader.read()).rejects.toThrow('lost its data twice')
    await reader.read()
    expect(cursors).toEqual([undefined, '1', undefined, '2', '2', undefined])
    expect(ids().toSorted()).toEqual(['sign-in-1', 'sign-in-2'])
  })

  it('without a cursor there is nothing to lose', async () => {
    const { reader, cursors } = setUp([page({ entries: [one], cursor: '1', lost: true })])
    expect(await reader.read()).toEqual({ isNew: true })
    expect(cursors).toEqual([undefined])
  })
})

describe('entries', () => {
  it('of a kind that this version does not know are left out, with one warning', async () => {
    const later = { ...entry(), kind: 'group' } as never
    const { reader, known, lines } = setUp([
      page({ entries: [later, one], cursor: '2', skipped: 3 }),
      page({ entries: [later], cursor: '3' }),
    ])
    await reader.read()
    await reader.read()
    expect(known.size).toBe(1)
    expect(lines).toMatchObject([{ level: levels.warn, skipped: 4 }])
  })

  it.each([undefined, null, {}, { kind: 'sign-in' }, { ...entry(), until: 'tomorrow' }])(
    'that are no revocations fail the read, and add nothing of their page: %j',
    async (nonsense) => {
      const { reader, known } = setUp([page({ entries: [one, nonsense as never], cursor: '2' })])
      await expect(reader.read()).rejects.toThrow(
        new TypeError('readAfter() of the revocation store returned an entry that is no revocation'),
      )
      expect(known.size).toBe(0)
    },
  )

  it('beyond maxEntries fail the read until enough have ended', async () => {
    const short = entry({ id: 'short', until: now + 1 })
    const { reader, cursors, known, clock } = setUp(
      [
        page({ entries: [one, two], cursor: '2', more: true }),
        page({ entries: [short], cursor: '3', more: true }),
        page({ cursor: '3' }),
      ],
      2,
    )
    await expect(reader.read()).rejects.toThrow('There are more revocations than maxEntries, which is 2.')
    await expect(reader.read()).rejects.toThrow('maxEntries')
    expect([cursors.length, known.size]).toEqual([2, 3])
    clock.now = now + 1
    expect(await reader.read()).toEqual({ isNew: false })
    expect([cursors.length, known.size]).toEqual([3, 2])
  })

  it('that exceed maxEntries on the last page fail the read, too', async () => {
    const { reader } = setUp([page({ entries: [one, two], cursor: '2' })], 1)
    await expect(reader.read()).rejects.toThrow('maxEntries')
  })
})

describe('a page that is none', () => {
  it('fails the read', async () => {
    const { reader } = setUp([[]])
    await expect(reader.read()).rejects.toThrow(TypeError)
  })
})
