import { describe, expect, it } from 'vitest'
import { hasMethods, mistake, ownValues, shown } from '../dist/check-values.js'

const names = ['store', 'maxAgeSeconds', 'maxStaleSeconds', 'timeoutSeconds', 'maxEntries', 'logger']

describe('ownValues', () => {
  it('returns the members of an object', () => {
    expect({ ...ownValues({ store: 1, logger: undefined }, names, 'f()') }).toEqual({
      store: 1,
      logger: undefined,
    })
    expect({ ...ownValues(Object.create(null), names, 'f()') }).toEqual({})
  })

  it('knows no member of a prototype', () => {
    const values = ownValues(Object.create({ store: 1 }), names, 'f()')
    expect(values['store']).toBeUndefined()
    expect(values['toString']).toBeUndefined()
  })

  it.each([undefined, null, 'text', 1, [], () => 1])('refuses %s', (value) => {
    expect(() => ownValues(value, names, 'f()')).toThrow(TypeError)
  })

  it.each([
    ['maxAge', 'maxAgeSeconds'],
    ['timeout', 'timeoutSeconds'],
    ['timeoutMs', 'timeoutSeconds'],
    ['stroe', 'store'],
    ['maxentries', 'maxEntries'],
    ['maxStale', 'maxStaleSeconds'],
    ['log', 'logger'],
  ])('says that %s is no option and that %s was meant', (name, meant) => {
    const message = `\`${name}\` is not an option of f(). Did you mean \`${meant}\`?`
    expect(() => ownValues({ [name]: 1 }, names, 'f()')).toThrow(new TypeError(message))
  })

  it.each(['ttl', 'redis', 'x', 'pool'])('names the options if %s is none of them', (name) => {
    const message = `\`${name}\` is not an option of f(). It takes ${names.join(', ')}.`
    expect(() => ownValues({ [name]: 1 }, names, 'f()')).toThrow(new TypeError(message))
  })
})

describe('mistake', () => {
  it('says what the value is and what it must be', () => {
    const error = mistake(RangeError, 'maxEntries', 0, 'a whole number')
    expect(error).toEqual(new RangeError('maxEntries is 0. It must be a whole number.'))
    expect(error).toBeInstanceOf(RangeError)
  })
})

describe('hasMethods', () => {
  it('finds methods, own and inherited', () => {
    class Parent {
      one(): void {}
    }
    class Child extends Parent {
      two = (): void => {}
    }
    expect(hasMethods(new Child(), 'one', 'two')).toBe(true)
    expect(hasMethods(new Child(), 'one', 'three')).toBe(false)
  })

  it.each([undefined, null, 'text', 1])('finds none in %s', (value) => {
    expect(hasMethods(value, 'toString')).toBe(false)
  })
})

describe('shown', () => {
  it('shortens a long value', () => {
    expect(shown('a'.repeat(500)).length).toBeLessThan(130)
    expect(
      shown(Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`name${index}`, index]))),
    ).toMatch(/…$/)
  })
})
