import { createRevocations } from '@cognito-auth/revocation'
import { describe, expect, it } from 'vitest'
import { pass, useFakeClock } from './support/clock.ts'
import { entry } from './support/entries.ts'
import { now, principal, userPoolId } from './support/principals.ts'
import { testStore } from './support/store.ts'

useFakeClock()

async function setUp() {
  const store = testStore()
  const revocations = createRevocations({ store })
  await revocations.ready()
  return { store, revocations }
}

describe('createRevocations', () => {
  it('reads nothing by itself', async () => {
    const store = testStore()
    createRevocations({ store })
    await pass(100)
    expect(store.reads).toEqual([])
  })

  it('returns functions that need no object', async () => {
    const { revocations } = await setUp()
    const { check, endSignIn } = revocations
    await endSignIn(principal())
    expect(check(principal())).toEqual({ revoked: true })
    expect(Object.isFrozen(revocations)).toBe(true)
  })
})

describe('each call that ends something', () => {
  it('stores its entry and refuses what it names', async () => {
    const { store, revocations } = await setUp()
    const calls = [
      [() => revocations.endSignIn(principal()), entry()],
      [
        () => revocations.endUser({ userPoolId, sub: 'bob' }),
        entry({ kind: 'user', id: 'bob', before: now }),
      ],
      [
        () => revocations.endClient({ userPoolId, clientId: 'app' }, now - 1),
        entry({ kind: 'client', id: 'app', before: now - 1 }),
      ],
      [() => revocations.endPool({ userPoolId }, 0), entry({ kind: 'pool', id: '', before: 0 })],
    ] as const
    const strangers = { claims: { origin_jti: 'other' } }
    const tokens = [
      principal(),
      principal({ sub: 'bob', ...strangers }),
      principal({ clientId: 'app', ...strangers }),
      principal({ claims: { origin_jti: 'other', auth_time: 0 } }),
      principal(strangers),
    ]
    expect(tokens.map((token) => revocations.check(token))).toEqual(tokens.map(() => ({ revoked: false })))
    for (const [call, stored] of calls) {
      await call()
      expect(store.appends.at(-1)).toEqual([stored])
    }
    expect(tokens.map((token) => revocations.check(token))).toEqual(
      [true, true, true, true, false].map((revoked) => ({ revoked })),
    )
  })

  it('rejects, and neither stores nor refuses anything, when its arguments are wrong', async () => {
    const { store, revocations } = await setUp()
    await expect(revocations.endSignIn(principal({ claims: { origin_jti: undefined } }))).rejects.toThrow(
      TypeError,
    )
    await expect(revocations.endSignIn(undefined as never)).rejects.toThrow(TypeError)
    await expect(revocations.endUser({ userPoolId, sub: 'alice' }, now + 61)).rejects.toThrow(RangeError)
    await expect(revocations.endClient({ userPoolId } as never)).rejects.toThrow(TypeError)
    await expect(revocations.endPool({ userPoolId: 'nowhere' })).rejects.toThrow(TypeError)
    expect(store.appends).toEqual([])
    expect(revocations.check(principal())).toEqual({ revoked: false })
  })
})
