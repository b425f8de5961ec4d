import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { copyMembers } from '../../dist/lib/copy-members.js'

describe('copyMembers', () => {
  it('copies the members of an object, in their order', () => {
    const nested = {}
    const source = { b: 1, a: undefined, nested }
    const copy = copyMembers(source)
    expect(Object.entries(copy)).toEqual([
      ['b', 1],
      ['a', undefined],
      ['nested', nested],
    ])
    expect(copy).not.toBe(source)
    expect(copy.nested).toBe(nested)
  })

  it('leaves out members whose names can reach a prototype', () => {
    const source = JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"a":1}')
    const copy = copyMembers<object>(source)
    expect(Reflect.ownKeys(copy)).toEqual(['a'])
    expect(copy).not.toHaveProperty('admin')
  })

  it('inherits nothing, and nobody can change that for all copies', async () => {
    const prototype: object = Object.getPrototypeOf(copyMembers({}))
    expect(prototype).toBe(Object.getPrototypeOf(copyMembers({ a: 1 })))
    expect(prototype).toSatisfy(Object.isFrozen)
    expect(Reflect.ownKeys(prototype)).toEqual([])
    expect(Object.getPrototypeOf(prototype)).toBeNull()
    await withPollution({ sub: 'root' }, () => {
      expect(copyMembers<{ sub?: string }>({}).sub).toBeUndefined()
    })
  })
})
