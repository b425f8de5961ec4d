import { describe, expect, it } from 'vitest'
import { KnownRevocations } from '../dist/known-revocations.js'
import { entry, signIns } from './support/entries.ts'
import { now, principal } from './support/principals.ts'

const user = (before: number, until: number) => entry({ kind: 'user', id: 'alice', before, until })
const unshown = (known: KnownRevocations) => [...known.unshown.entries()]

describe('an entry of this instance', () => {
  it('revokes at once, and is unshown until the store shows it', () => {
    const known = new KnownRevocations()
    known.add(entry())
    expect(known.revokes(principal(), now)).toBe(true)
    expect(unshown(known)).toEqual([entry()])
    expect(known.show(entry())).toBe(false)
    expect(unshown(known)).toEqual([])
    expect(known.revokes(principal(), now)).toBe(true)
    expect(known.size).toBe(1)
  })

  it('is not unshown if the store has shown as much', () => {
    const known = new KnownRevocations()
    expect(known.show(user(5, 10))).toBe(true)
    known.add(user(5, 9))
    expect(unshown(known)).toEqual([])
  })

  it('revokes together with what is known of its key', () => {
    const known = new KnownRevocations()
    known.show(user(now, now + 10))
    known.add(user(now - 300, now + 20))
    expect(unshown(known)).toEqual([user(now, now + 20)])
    expect(known.revokes(principal(), now + 15)).toBe(true)
  })

  it('stays unshown until all of it was shown', () => {
    const known = new KnownRevocations()
    known.add(user(10, 20))
    expect(known.show(user(10, 15))).toBe(false)
    expect(unshown(known)).toEqual([user(10, 20)])
    expect(known.show(user(5, 20))).toBe(false)
    expect(unshown(known)).toEqual([])
  })

  it('takes over what the store shows beyond it', () => {
    const known = new KnownRevocations()
    known.add(user(10, 20))
    expect(known.show(user(30, 15))).toBe(true)
    expect(unshown(known)).toEqual([user(30, 20)])
    expect(known.show(user(40, 50))).toBe(true)
    expect(unshown(known)).toEqual([])
  })
})

describe('after a loss', () => {
  it.each([
    ['more shown entries', signIns(3), signIns(1, 'own')],
    ['more unshown entries', signIns(1), signIns(3, 'own')],
  ])('every entry is unshown and goes on revoking, with %s', (_what, shown, own) => {
    const known = new KnownRevocations()
    for (const added of shown) known.show(added)
    for (const added of own) known.add(added)
    known.forgetShown()
    expect(unshown(known)).toHaveLength(4)
    expect(unshown(known)).toEqual(expect.arrayContaining([...shown, ...own]))
    expect(known.revokes(principal(), now)).toBe(true)

    expect(known.show(signIns(1)[0] ?? entry())).toBe(false)
    expect(unshown(known)).toHaveLength(3)
    expect(known.size).toBe(4)
  })
})

describe('sweeping', () => {
  it('removes entries that have ended, shown or not', () => {
    const known = new KnownRevocations()
    known.show(entry({ id: 'shown', until: now }))
    known.add(entry({ id: 'unshown', until: now }))
    known.sweep(now, 10)
    expect(known.size).toBe(0)
  })
})
