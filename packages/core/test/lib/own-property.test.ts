import { describe, expect, it } from 'vitest'
import { own, ownItems } from '../../dist/lib/own-property.js'
import { withPolluted } from '../support/pollution.ts'

describe('own', () => {
  it('reads a property of the object itself', () => {
    expect(own({ a: 1 }, 'a')).toBe(1)
    expect(own(Object.assign(Object.create(null), { a: 1 }), 'a')).toBe(1)
  })

  it('returns undefined for an inherited property', () => {
    expect(own(Object.create({ a: 1 }), 'a')).toBeUndefined()
    expect(own({}, 'toString' as never)).toBeUndefined()
  })

  it('reads once', () => {
    let reads = 0
    const source = {
      get a() {
        return (reads += 1)
      },
    }
    expect(own(source, 'a')).toBe(1)
    expect(reads).toBe(1)
  })
})

describe('ownItems', () => {
  it('copies an array', () => {
    const list = [1, 2]
    expect(ownItems(list)).toEqual([1, 2])
    expect(ownItems(list)).not.toBe(list)
  })

  it('takes a missing item for undefined, not for what the prototype has', () => {
    const list: unknown[] = []
    list.length = 1
    expect(withPolluted({ 0: 'polluted' }, () => ownItems(list))).toEqual([undefined])
  })
})
