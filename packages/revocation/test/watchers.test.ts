import { type ManagedRevocations, createRevocations } from '@cognito-auth/revocation'
import { describe, expect, it, vi } from 'vitest'
import { pass, useFakeClock } from './support/clock.ts'
import { entry } from './support/entries.ts'
import { principal } from './support/principals.ts'
import { testStore } from './support/store.ts'

useFakeClock()

function setUp() {
  const store = testStore()
  const revocations = createRevocations({ store })
  return { store, revocations }
}

function watch(revocations: ManagedRevocations, who = principal()) {
  const onRevoked = vi.fn<() => void>()
  const connection = new AbortController()
  revocations.watch(who, { signal: connection.signal, onRevoked })
  return { onRevoked, close: () => connection.abort(), signal: connection.signal }
}

describe('watch', () => {
  it('calls back once when another instance ends the sign-in', async () => {
    const { store, revocations } = setUp()
    const { onRevoked } = watch(revocations)
    await pass(0.9)
    await store.append([entry()])
    await pass(1)
    expect(onRevoked).toHaveBeenCalledOnce()
    await pass(10)
    expect(onRevoked).toHaveBeenCalledOnce()
  })

  it('calls back at once when this instance ends it', async () => {
    const { store, revocations } = setUp()
    store.does('hold')
    const [alice, bob] = [
      watch(revocations),
      watch(revocations, principal({ claims: { origin_jti: 'other' } })),
    ]
    void revocations.endSignIn(principal()).catch(() => undefined)
    await pass(0)
    expect(alice.onRevoked).toHaveBeenCalledOnce()
    expect(bob.onRevoked).not.toHaveBeenCalled()
    await pass(10)
  })

  it('calls back for a principal that is revoked already, but not before it returns', async () => {
    const { revocations } = setUp()
    await revocations.endSignIn(principal())
    const { onRevoked } = watch(revocations)
    expect(onRevoked).not.toHaveBeenCalled()
    await pass(0)
    expect(onRevoked).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('reads twice in maxAgeSeconds, however many are watched, and only while any are', async () => {
    const { store, revocations } = setUp()
    const watchers = [watch(revocations), watch(revocations, principal({ sub: 'bob' }))]
    await pass(4.9)
    expect(store.reads).toHaveLength(10)
    watchers[0]?.close()
    await pass(1)
    expect(store.reads).toHaveLength(12)
    watchers[1]?.close()
    await pass(100)
    expect(store.reads).toHaveLength(12)
    expect(vi.getTimerCount()).toBe(0)
    watch(revocations).close()
    expect(store.reads).toHaveLength(13)
  })

  it('does not call back after the signal', async () => {
    const { revocations } = setUp()
    const { onRevoked, close } = watch(revocations)
    close()
    await revocations.endSignIn(principal())
    await pass(2)
    expect(onRevoked).not.toHaveBeenCalled()
  })

  it('does nothing for a signal that is aborted already', async () => {
    const { store, revocations } = setUp()
    await revocations.endSignIn(principal())
    const onRevoked = vi.fn<() => void>()
    revocations.watch(principal(), { signal: AbortSignal.abort(), onRevoked })
    await pass(2)
    expect([onRevoked.mock.calls.length, store.reads.length]).toEqual([0, 0])
  })

  it('leaves no listener on the signal', async () => {
    const { revocations } = setUp()
    const remove = vi.fn<() => void>()
    const signal = Object.assign(new EventTarget(), { aborted: false, removeEventListener: remove })
    revocations.watch(principal(), { signal: signal as never, onRevoked: () => undefined })
    await revocations.endSignIn(principal())
    expect(remove).toHaveBeenCalledOnce()
  })

  it('goes on while the store is down', async () => {
    const { store, revocations } = setUp()
    const { onRevoked } = watch(revocations)
    store.does('reject')
    await pass(10)
    store.does('answer')
    await store.append([entry()])
    await pass(2)
    expect(onRevoked).toHaveBeenCalledOnce()
  })

  it.each([
    [undefined, 'watch() takes an object with signal, onRevoked'],
    [{ onRevoked: () => undefined }, 'signal is undefined. It must be an AbortSignal'],
    [{ signal: new AbortController().signal }, 'onRevoked is undefined. It must be a function'],
    [{ signal: new AbortController().signal, onrevoked: () => undefined }, 'Did you mean `onRevoked`?'],
  ])('is a TypeError for %o', (options, message) => {
    const { revocations } = setUp()
    expect(() => revocations.watch(principal(), options as never)).toThrow(TypeError)
    expect(() => revocations.watch(principal(), options as never)).toThrow(message)
  })

  it('is a TypeError for something that is no principal', () => {
    const { revocations } = setUp()
    const options = { signal: new AbortController().signal, onRevoked: () => undefined }
    expect(() => revocations.watch(undefined as never, options)).toThrow('principal is undefined')
  })
})
