import type { Revocation } from '@cognito-auth/revocation'
import { describe, expect, it } from 'vitest'
import { RevocationList } from '../dist/revocation-list.js'
import { entry, signIns } from './support/entries.ts'
import { now, principal } from './support/principals.ts'

function listOf(...entries: readonly Revocation[]): RevocationList {
  const list = new RevocationList()
  for (const added of entries) list.add(added)
  return list
}

const userBefore = (before: number, until = now + 100) => entry({ kind: 'user', id: 'alice', before, until })

describe('a revocation of a sign-in', () => {
  it('revokes the tokens of that sign-in, and no others', () => {
    const list = listOf(entry())
    expect(list.revokes(principal(), now)).toBe(true)
    expect(list.revokes(principal({ claims: { origin_jti: 'sign-in-2' } }), now)).toBe(false)
    expect(list.revokes(principal({ claims: { origin_jti: undefined } }), now)).toBe(false)
    expect(list.revokes(principal({ pool: 'eu-west-1_EXAMPLE2' }), now)).toBe(false)
  })

  it('revokes until it ends', () => {
    const list = listOf(entry({ until: now + 10 }))
    expect(list.revokes(principal(), now + 9.999)).toBe(true)
    expect(list.revokes(principal(), now + 10)).toBe(false)
  })
})

describe('a revocation with a time', () => {
  it.each([
    [now - 101, false],
    [now - 100, true],
    [now - 99, true],
  ])('at %d revokes a sign-in at 1799999900: %s', (before, isRevoked) => {
    expect(listOf(userBefore(before)).revokes(principal(), now)).toBe(isRevoked)
  })

  it('looks at the sign-in, not at the refresh', () => {
    expect(listOf(userBefore(now - 50)).revokes(principal(), now)).toBe(true)
  })

  it('looks at `iat` if there is no `auth_time`', () => {
    const token = principal({ claims: { auth_time: undefined } })
    expect(listOf(userBefore(now - 11)).revokes(token, now)).toBe(false)
    expect(listOf(userBefore(now - 10)).revokes(token, now)).toBe(true)
  })

  it.each([
    ['without both', { auth_time: undefined, iat: undefined }],
    ['with an `auth_time` that is no number', { auth_time: 'soon' }],
    ['with an `auth_time` that is null', { auth_time: null }],
  ])('revokes a token %s', (_what, claims) => {
    expect(listOf(userBefore(0)).revokes(principal({ claims }), now)).toBe(true)
    expect(listOf(userBefore(0, now)).revokes(principal({ claims }), now)).toBe(false)
  })

  it('revokes the tokens of its user, its client or its pool only', () => {
    const [alice, bob] = [principal(), principal({ sub: 'bob', clientId: 'app' })]
    const other = principal({ pool: 'eu-west-1_EXAMPLE2' })
    const revoked = (list: RevocationList) => [alice, bob, other].map((token) => list.revokes(token, now))
    expect(revoked(listOf(userBefore(now)))).toEqual([true, false, false])
    expect(revoked(listOf(entry({ kind: 'client', id: 'app', before: now })))).toEqual([false, true, false])
    expect(revoked(listOf(entry({ kind: 'pool', id: '', before: now })))).toEqual([true, true, false])
  })

  it('does not hide a later one of another level', () => {
    const levels = [
      userBefore(now - 200),
      entry({ kind: 'client', id: 'web', before: now - 300 }),
      entry({ kind: 'pool', id: '', before: now - 400 }),
    ]
    for (const { kind } of levels) {
      const raised = levels.map((level) => (level.kind === kind ? { ...level, before: now } : level))
      expect(listOf(...levels).revokes(principal(), now)).toBe(false)
      expect(listOf(...raised).revokes(principal(), now)).toBe(true)
    }
  })

  it('does not count when it has ended', () => {
    expect(listOf(userBefore(now, now + 1)).revokes(principal(), now + 1)).toBe(false)
  })
})

describe('entries with one key', () => {
  const [early, late] = [userBefore(now - 100, now + 200), userBefore(now - 200, now + 300)]

  it.each([
    ['one order', [early, late]],
    ['the other', [late, early]],
    ['repeats', [late, early, early, late]],
  ])('count with their latest times, in %s', (_order, entries) => {
    const list = listOf(...entries)
    expect([...list.entries()]).toEqual([userBefore(now - 100, now + 300)])
    expect(list.size).toBe(1)
    expect(list.revokes(principal(), now + 299)).toBe(true)
  })

  it('say something new or not', () => {
    const list = listOf(early)
    expect(list.add(early)).toBe(false)
    expect(list.covers(late)).toBe(false)
    expect(list.add(late)).toBe(true)
    expect([early, late].map((added) => list.covers(added))).toEqual([true, true])
    expect(list.covers(userBefore(now, now + 300))).toBe(false)
    expect(list.add(userBefore(now, 0))).toBe(true)
  })
})

describe('a list', () => {
  const mixed = [
    ...signIns(3),
    userBefore(now),
    entry({ kind: 'client', id: 'web', before: 0 }),
    entry({ kind: 'pool', id: '', before: now }),
    entry({ userPoolId: 'eu-west-1_EXAMPLE2' }),
  ]

  it('finds an entry by its key', () => {
    const list = listOf(...mixed)
    for (const added of mixed) expect(list.find({ ...added, before: 0, until: 0 })).toEqual(added)
    expect(list.find(entry({ id: 'other' }))).toBeUndefined()
    expect(list.find(entry({ userPoolId: 'eu-west-1_EXAMPLE3' }))).toBeUndefined()
  })

  it.each(mixed.map((_, offset) => offset))('lists all entries, from entry %d on and around', (offset) => {
    const listed = [...listOf(...mixed).entries(offset)]
    expect(listed).toHaveLength(mixed.length)
    expect(new Set(listed)).toHaveLength(mixed.length)
    expect(listed).toEqual(expect.arrayContaining(mixed))
    expect(listed[0]).toEqual(mixed[offset])
  })

  it('removes an entry, and counts', () => {
    const list = listOf(...mixed)
    for (const removed of mixed) list.remove(removed)
    list.remove(entry())
    expect([list.size, ...list.entries()]).toEqual([0])
    list.add(userBefore(0))
    expect([...list.entries()]).toEqual([userBefore(0)])
  })

  it('removes entries that have ended, some at a time', () => {
    const list = listOf(...[0, 1, 2, 3].map((index) => entry({ id: `sign-in-${index}`, until: now + index })))
    list.sweep(now + 1, 1)
    expect(list.size).toBe(3)
    list.sweep(now + 1, 1)
    expect(list.size).toBe(2)
    list.sweep(now + 1, 10)
    expect(list.size).toBe(2)
    list.sweep(now + 3, 10)
    list.sweep(now + 3, 10)
    expect(list.size).toBe(0)
    list.sweep(now + 3, 10)
    list.add(entry({ until: now }))
    list.sweep(now + 3, 10)
    list.sweep(now + 3, 10)
    expect(list.size).toBe(0)
  })
})
