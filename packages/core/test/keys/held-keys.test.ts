import { describe, expect, it } from 'vitest'
import { HeldKeys } from '../../dist/keys/held-keys.js'
import { readKeySet } from '../../dist/keys/key-set.js'
import { Stopwatch } from '../../dist/lib/stopwatch.js'
import { setClock, useFrozenClock } from '../support/clock.ts'
import { createSigner } from '../support/signer.ts'

useFrozenClock()

const keys = readKeySet({ keys: [createSigner('one').jwk] })
const settings = { timeoutSeconds: 5, cooldownSeconds: 10, fetch: undefined }

function hold() {
  const held = new HeldKeys({ ...settings, maxAgeSeconds: 600, maxStaleSeconds: 3600 })
  held.replace(keys, new Stopwatch())
  return held
}

describe('HeldKeys', () => {
  it('has none at first', () => {
    const held = new HeldKeys({ ...settings, maxAgeSeconds: 600, maxStaleSeconds: 3600 })
    expect(held).toMatchObject({ hasArrived: false, isUsable: false, isOld: true })
    expect(held.keys.size).toBe(0)
    expect(held.get('one')).toBeUndefined()
  })

  it('has keys of any age', () => {
    const held = hold()
    setClock(86_400)
    expect(held.hasArrived).toBe(true)
    expect(held.keys).toBe(keys)
  })

  it.each([
    [0, false],
    [600, false],
    [600.001, true],
    [-0.001, true],
  ])('after %d seconds has keys that are old: %s', (seconds, isOld) => {
    const held = hold()
    setClock(seconds)
    expect(held.isOld).toBe(isOld)
  })

  it.each([
    [0, true],
    [3600, true],
    [3600.001, false],
    [-3600, true],
  ])('after %d seconds has keys that may be used: %s', (seconds, isUsable) => {
    const held = hold()
    setClock(seconds)
    expect(held.isUsable).toBe(isUsable)
    expect(held.get('one')).toBe(isUsable ? keys.get('one') : undefined)
    expect(held.get('two')).toBeUndefined()
  })
})
