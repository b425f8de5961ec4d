import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { TokenCache } from '../../dist/authenticate/token-cache.js'
import type { VerifiedToken } from '../../dist/verify/verifier.js'

/** A token of which the cache needs to know no more than that it is this one. */
const tokenOf = (userId: string) => ({ principal: { userId }, grounds: {} }) as VerifiedToken

function fill(cache: TokenCache, count: number) {
  for (let other = 0; other < count; other++) cache.set(`other-${other}`, tokenOf('other'))
}

/** Whose tokens these are, as far as the cache knows. */
const namesIn = (cache: TokenCache, ...digests: string[]) =>
  digests.map((digest) => cache.get(digest)?.principal?.userId)

describe('TokenCache', () => {
  it('names a token by the SHA-256 of all of it', () => {
    const token = 'a.b.c'
    expect(TokenCache.digestOf(token)).toBe(createHash('sha256').update(token).digest('binary'))
    expect(TokenCache.digestOf(`${token}=`)).not.toBe(TokenCache.digestOf(token))
    expect(TokenCache.digestOf(token)).not.toContain(token)
  })

  it('remembers an entry', () => {
    const cache = new TokenCache(2)
    const one = tokenOf('one')
    cache.set('one', one)
    expect(cache.get('one')).toMatchObject(one)
    expect(cache.get('one')?.grounds).toBe(one.grounds)
    expect(cache.get('two')).toBeUndefined()
  })

  it('replaces an entry without forgetting another', () => {
    const cache = new TokenCache(2)
    cache.set('one', tokenOf('one'))
    cache.set('two', tokenOf('two'))
    cache.set('one', tokenOf('new'))
    expect(cache.get('one')).toMatchObject(tokenOf('new'))
    expect(cache.get('two')).toMatchObject(tokenOf('two'))
  })

  it('forgets an entry', () => {
    const cache = new TokenCache(2)
    cache.set('one', tokenOf('one'))
    cache.delete('one')
    cache.delete('two')
    expect(cache.get('one')).toBeUndefined()
  })

  it('holds maxEntries and forgets the oldest for one more', () => {
    const cache = new TokenCache(3)
    for (const name of ['one', 'two', 'three']) cache.set(name, tokenOf(name))
    expect(['one', 'two', 'three'].map((name) => cache.get(name) !== undefined)).toEqual([true, true, true])
    cache.set('four', tokenOf('four'))
    expect(cache.get('one')).toBeUndefined()
    expect(['two', 'three', 'four'].map((name) => cache.get(name) !== undefined)).toEqual([true, true, true])
  })

  it('spares an entry that was asked for', () => {
    const cache = new TokenCache(2)
    cache.set('one', tokenOf('one'))
    cache.set('two', tokenOf('two'))
    cache.get('one')
    cache.get('unknown')
    cache.set('three', tokenOf('three'))
    expect(cache.get('two')).toBeUndefined()
    expect(cache.get('one')).toBeDefined()
  })

  it('spares an entry that was asked for once, and not for ever', () => {
    const cache = new TokenCache(2)
    cache.set('one', tokenOf('one'))
    cache.set('two', tokenOf('two'))
    cache.get('one')
    cache.set('three', tokenOf('three'))
    cache.set('four', tokenOf('four'))
    expect(cache.get('one')).toBeUndefined()
    expect(cache.get('three')).toBeDefined()
  })

  it('forgets the oldest entry when all were asked for', () => {
    const cache = new TokenCache(2)
    cache.set('one', tokenOf('one'))
    cache.set('two', tokenOf('two'))
    cache.get('two')
    cache.get('one')
    cache.set('three', tokenOf('three'))
    expect(cache.get('one')).toBeUndefined()
    expect(cache.get('two')).toBeDefined()
  })

  it('holds an entry again that it forgot', () => {
    const cache = new TokenCache(2)
    cache.set('one', tokenOf('one'))
    cache.delete('one')
    cache.set('one', tokenOf('new'))
    cache.set('two', tokenOf('two'))
    expect(cache.get('one')).toMatchObject(tokenOf('new'))
    expect(cache.get('two')).toBeDefined()
  })

  it('puts a new entry where one was forgotten, and not in place of another', () => {
    const cache = new TokenCache(3)
    for (const name of ['one', 'two', 'three']) cache.set(name, tokenOf(name))
    cache.get('two')
    cache.delete('two')
    cache.set('four', tokenOf('four'))
    expect(['one', 'three', 'four'].map((name) => cache.get(name) !== undefined)).toEqual([true, true, true])
    expect(cache.get('two')).toBeUndefined()
  })

  it('does not spare an entry for the one that it replaced', () => {
    const cache = new TokenCache(2)
    cache.set('one', tokenOf('one'))
    cache.set('two', tokenOf('two'))
    cache.get('one')
    cache.delete('one')
    cache.set('three', tokenOf('three'))
    cache.set('four', tokenOf('four'))
    expect(cache.get('three')).toBeUndefined()
    expect(cache.get('two')).toBeDefined()
  })

  it('holds a single entry', () => {
    const cache = new TokenCache(1)
    cache.set('one', tokenOf('one'))
    cache.set('two', tokenOf('two'))
    expect(cache.get('one')).toBeUndefined()
    expect(cache.get('two')).toMatchObject(tokenOf('two'))
  })

  it('is not filled by asking for what it does not hold', () => {
    const cache = new TokenCache(1)
    cache.set('one', tokenOf('one'))
    cache.get('unknown')
    cache.set('two', tokenOf('two'))
    cache.set('three', tokenOf('three'))
    expect(cache.get('two')).toBeUndefined()
    expect(cache.get('three')).toMatchObject(tokenOf('three'))
  })

  it('keeps the principal of a token that 63 others followed', () => {
    const cache = new TokenCache(1000)
    cache.set('one', tokenOf('one'))
    fill(cache, 63)
    expect(namesIn(cache, 'one')).toEqual(['one'])
  })

  it('lets the principal of a token go, and nothing else, that 64 others followed', () => {
    const cache = new TokenCache(1000)
    const one = tokenOf('one')
    cache.set('one', one)
    fill(cache, 64)
    expect(cache.get('one')).toMatchObject({ grounds: one.grounds, principal: undefined })
    expect(one.principal).toEqual({ userId: 'one' })
  })

  it('keeps the principal of a token that was asked for', () => {
    const cache = new TokenCache(1000)
    cache.set('one', tokenOf('one'))
    cache.get('one')
    fill(cache, 500)
    expect(namesIn(cache, 'one')).toEqual(['one'])
  })

  it.each([2, 10, 33, 63, 64, 65])(
    'leaves the principal of a token alone that follows others, of %i',
    (size) => {
      const cache = new TokenCache(size)
      fill(cache, 200)
      cache.set('one', tokenOf('one'))
      cache.set('two', tokenOf('two'))
      expect(namesIn(cache, 'one', 'two')).toEqual(['one', 'two'])
    },
  )

  it('leaves the principal of a token alone that is where one was forgotten', () => {
    const cache = new TokenCache(1000)
    cache.set('one', tokenOf('one'))
    fill(cache, 62)
    cache.delete('one')
    cache.set('two', tokenOf('two'))
    cache.set('three', tokenOf('three'))
    expect(namesIn(cache, 'two')).toEqual(['two'])
  })

  it('keeps no principal of a token that it forgot, or that was pushed out', () => {
    const cache = new TokenCache(1)
    cache.set('one', tokenOf('one'))
    const place = cache.get('one')
    cache.set('two', tokenOf('two'))
    expect(place).toMatchObject(tokenOf('two'))
    cache.delete('two')
    expect(place?.principal).toBeUndefined()
  })

  it('lets the principal of a token go that was not the first in its place', () => {
    const cache = new TokenCache(100)
    cache.set('one', tokenOf('one'))
    cache.delete('one')
    cache.set('two', tokenOf('two'))
    fill(cache, 64)
    expect(namesIn(cache, 'two')).toEqual([undefined])
  })

  it('takes a token that is stored again for one that came back', () => {
    const cache = new TokenCache(2)
    for (const name of ['one', 'two', 'one', 'three']) cache.set(name, tokenOf(name))
    expect(namesIn(cache, 'one', 'two', 'three')).toEqual(['one', undefined, 'three'])
  })

  it('counts a token that is stored again and again as one', () => {
    const cache = new TokenCache(1000)
    cache.set('one', tokenOf('one'))
    for (let time = 0; time < 100; time++) cache.set('two', tokenOf('two'))
    expect(namesIn(cache, 'one', 'two')).toEqual(['one', 'two'])
  })

  it('shows nothing of what it holds', () => {
    const cache = new TokenCache(1)
    cache.set('one', tokenOf('one'))
    expect(JSON.stringify(cache)).toBe('{}')
    expect(Object.keys(cache)).toEqual([])
  })
})
