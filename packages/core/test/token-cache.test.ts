import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { TokenCache } from '../dist/token-cache.js'

const entry = (name: string) => ({ name })

describe('TokenCache', () => {
  it('names a token by the SHA-256 of all of it', () => {
    const token = 'a.b.c'
    expect(TokenCache.keyOf(token)).toBe(createHash('sha256').update(token).digest('binary'))
    expect(TokenCache.keyOf(`${token}=`)).not.toBe(TokenCache.keyOf(token))
    expect(TokenCache.keyOf(token)).not.toContain(token)
  })

  it('remembers an entry', () => {
    const cache = new TokenCache(2)
    const one = entry('one')
    cache.set('one', one)
    expect(cache.get('one')).toBe(one)
    expect(cache.get('two')).toBeUndefined()
  })

  it('replaces an entry without forgetting another', () => {
    const cache = new TokenCache(2)
    cache.set('one', entry('one'))
    cache.set('two', entry('two'))
    cache.set('one', entry('new'))
    expect(cache.get('one')).toEqual(entry('new'))
    expect(cache.get('two')).toEqual(entry('two'))
  })

  it('forgets an entry', () => {
    const cache = new TokenCache(2)
    cache.set('one', entry('one'))
    cache.delete('one')
    cache.delete('two')
    expect(cache.get('one')).toBeUndefined()
  })

  it('holds maxEntries and forgets the oldest for one more', () => {
    const cache = new TokenCache(3)
    for (const name of ['one', 'two', 'three']) cache.set(name, entry(name))
    expect(['one', 'two', 'three'].map((name) => cache.get(name) !== undefined)).toEqual([true, true, true])
    cache.set('four', entry('four'))
    expect(cache.get('one')).toBeUndefined()
    expect(['two', 'three', 'four'].map((name) => cache.get(name) !== undefined)).toEqual([true, true, true])
  })

  it('counts an entry that was asked for as new', () => {
    const cache = new TokenCache(2)
    cache.set('one', entry('one'))
    cache.set('two', entry('two'))
    cache.get('one')
    cache.get('unknown')
    cache.set('three', entry('three'))
    expect(cache.get('two')).toBeUndefined()
    expect(cache.get('one')).toBeDefined()
  })

  it('spares an entry that was asked for once, and not for ever', () => {
    const cache = new TokenCache(2)
    cache.set('one', entry('one'))
    cache.set('two', entry('two'))
    cache.get('one')
    cache.set('three', entry('three'))
    cache.set('four', entry('four'))
    expect(cache.get('one')).toBeUndefined()
    expect(cache.get('three')).toBeDefined()
  })

  it('forgets the oldest entry when all were asked for', () => {
    const cache = new TokenCache(2)
    cache.set('one', entry('one'))
    cache.set('two', entry('two'))
    cache.get('two')
    cache.get('one')
    cache.set('three', entry('three'))
    expect(cache.get('one')).toBeUndefined()
    expect(cache.get('two')).toBeDefined()
  })

  it('holds an entry again that it forgot', () => {
    const cache = new TokenCache(2)
    cache.set('one', entry('one'))
    cache.delete('one')
    cache.set('one', entry('new'))
    cache.set('two', entry('two'))
    expect(cache.get('one')).toEqual(entry('new'))
    expect(cache.get('two')).toBeDefined()
  })

  it('puts a new entry where one was forgotten, and not in place of another', () => {
    const cache = new TokenCache(3)
    for (const name of ['one', 'two', 'three']) cache.set(name, entry(name))
    cache.get('two')
    cache.delete('two')
    cache.set('four', entry('four'))
    expect(['one', 'three', 'four'].map((name) => cache.get(name) !== undefined)).toEqual([true, true, true])
    expect(cache.get('two')).toBeUndefined()
  })

  it('does not spare an entry for the one that it replaced', () => {
    const cache = new TokenCache(2)
    cache.set('one', entry('one'))
    cache.set('two', entry('two'))
    cache.get('one')
    cache.delete('one')
    cache.set('three', entry('three'))
    cache.set('four', entry('four'))
    expect(cache.get('three')).toBeUndefined()
    expect(cache.get('two')).toBeDefined()
  })

  it('holds a single entry', () => {
    const cache = new TokenCache(1)
    cache.set('one', entry('one'))
    cache.set('two', entry('two'))
    expect(cache.get('one')).toBeUndefined()
    expect(cache.get('two')).toEqual(entry('two'))
  })

  it('is not filled by asking for what it does not hold', () => {
    const cache = new TokenCache(1)
    cache.set('one', entry('one'))
    cache.get('unknown')
    cache.set('two', entry('two'))
    cache.set('three', entry('three'))
    expect(cache.get('two')).toBeUndefined()
    expect(cache.get('three')).toEqual(entry('three'))
  })

  it('shows nothing of what it holds', () => {
    const cache = new TokenCache(1)
    cache.set('one', entry('one'))
    expect(JSON.stringify(cache)).toBe('{}')
    expect(Object.keys(cache)).toEqual([])
  })
})
