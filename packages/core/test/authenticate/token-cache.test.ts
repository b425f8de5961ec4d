import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type CachedToken, TokenCache } from '../../dist/authenticate/token-cache.js'
import { fromJavaScript } from '../support/refusal.ts'

/** A token that is recognised by its user. The cache reads nothing of it. */
function tokenOf(userId: string): CachedToken {
  return fromJavaScript({
    issuer: { name: `issuer of ${userId}` },
    key: { kid: `key of ${userId}` },
    validity: { fromMs: 0, untilMs: 1 },
    principal: { userId },
  })
}

/** A cache that these tokens were added to, in this order. */
function cacheOf(maxEntries: number, ...digests: readonly string[]): TokenCache {
  const cache = new TokenCache(maxEntries)
  for (const digest of digests) cache.set(digest, tokenOf(digest))
  return cache
}

/** Which of the tokens are in the cache. Asking counts as use, so ask last. */
function cachedOf(cache: TokenCache, ...digests: readonly string[]): readonly string[] {
  return digests.filter((digest) => cache.get(digest) !== undefined)
}

describe('TokenCache.digest', () => {
  it('is the SHA-256 of the whole token', () => {
    const token = 'a.b.c'
    expect(TokenCache.digest(token)).toBe(createHash('sha256').update(token).digest('binary'))
    expect(TokenCache.digest(`${token}=`)).not.toBe(TokenCache.digest(token))
    expect(TokenCache.digest(token)).not.toContain(token)
  })
})

describe('TokenCache', () => {
  it('returns what it keeps of a token', () => {
    const { issuer, key, validity } = tokenOf('one')
    const cache = new TokenCache(2)
    cache.set('one', { issuer, key, validity, principal: undefined })
    const cached = cache.get('one')
    expect(cached?.issuer).toBe(issuer)
    expect(cached?.key).toBe(key)
    expect(cached?.validity).toBe(validity)
    expect(cache.get('two')).toBeUndefined()
  })

  it('keeps nothing else of a token', () => {
    const cache = new TokenCache(1)
    cache.set('one', Object.assign(tokenOf('one'), { token: 'a.b.c' }))
    expect(Object.keys(cache.get('one') ?? {}).toSorted()).toEqual(['issuer', 'key', 'principal', 'validity'])
  })

  it('keeps a new token without its principal', () => {
    const token = tokenOf('one')
    const cache = new TokenCache(1)
    cache.set('one', token)
    expect(cache.get('one')).toMatchObject({ key: token.key, principal: undefined })
    expect(token.principal).toEqual({ userId: 'one' })
  })

  it('keeps the principal of a token that is set again', () => {
    const token = tokenOf('one')
    const cache = new TokenCache(1)
    cache.set('one', token)
    cache.set('one', token)
    expect(cache.get('one')?.principal).toBe(token.principal)
  })

  it('keeps no principal of a token that was deleted or evicted in between', () => {
    const cache = cacheOf(1, 'one', 'one')
    cache.delete('one')
    cache.set('one', tokenOf('one'))
    expect(cache.get('one')?.principal).toBeUndefined()
    for (const digest of ['one', 'two', 'one']) cache.set(digest, tokenOf(digest))
    expect(cache.get('one')?.principal).toBeUndefined()
  })

  it('replaces a token, and evicts no other for it', () => {
    const cache = cacheOf(2, 'one', 'two')
    cache.set('one', tokenOf('new'))
    expect(cache.get('one')?.key).toEqual({ kid: 'key of new' })
    expect(cachedOf(cache, 'one', 'two')).toEqual(['one', 'two'])
  })

  it('deletes a token', () => {
    const cache = cacheOf(2, 'one')
    cache.delete('one')
    cache.delete('two')
    expect(cache.get('one')).toBeUndefined()
  })

  it('holds maxEntries, and evicts the oldest for one more', () => {
    expect(cachedOf(cacheOf(3, 'one', 'two', 'three'), 'one', 'two', 'three')).toEqual([
      'one',
      'two',
      'three',
    ])
    const cache = cacheOf(3, 'one', 'two', 'three', 'four')
    expect(cachedOf(cache, 'one', 'two', 'three', 'four')).toEqual(['two', 'three', 'four'])
  })

  it('holds a single token', () => {
    expect(cachedOf(cacheOf(1, 'one', 'two'), 'one', 'two')).toEqual(['two'])
  })

  it('evicts the least recently used token', () => {
    const cache = cacheOf(3, 'one', 'two', 'three')
    cache.get('one')
    cache.set('four', tokenOf('four'))
    expect(cachedOf(cache, 'one', 'two', 'three', 'four')).toEqual(['one', 'three', 'four'])
  })

  it('evicts in the order of last use', () => {
    const cache = cacheOf(3, 'one', 'two', 'three')
    cache.get('one')
    cache.set('four', tokenOf('four'))
    cache.get('three')
    cache.set('five', tokenOf('five'))
    expect(cachedOf(cache, 'one', 'two', 'three', 'four', 'five')).toEqual(['three', 'four', 'five'])
  })

  it('does not order tokens that were used since the last one was added', () => {
    const cache = cacheOf(2, 'one', 'two')
    cache.get('one')
    cache.get('two')
    cache.set('three', tokenOf('three'))
    expect(cachedOf(cache, 'one', 'two', 'three')).toEqual(['one', 'three'])
  })

  it('counts setting a token again as use', () => {
    const cache = cacheOf(2, 'one', 'two', 'one', 'three')
    expect(cachedOf(cache, 'one', 'two', 'three')).toEqual(['one', 'three'])
  })

  it('does not keep a token forever for having been used once', () => {
    const cache = cacheOf(2, 'one', 'two')
    cache.get('one')
    for (const digest of ['three', 'four']) cache.set(digest, tokenOf(digest))
    expect(cachedOf(cache, 'one', 'two', 'three', 'four')).toEqual(['three', 'four'])
  })

  it('uses the place of a deleted token before it evicts another', () => {
    const cache = cacheOf(3, 'one', 'two', 'three')
    cache.delete('two')
    cache.set('four', tokenOf('four'))
    expect(cachedOf(cache, 'one', 'two', 'three', 'four')).toEqual(['one', 'three', 'four'])
  })

  it('adds and evicts nothing when it is asked for an unknown token', () => {
    const cache = cacheOf(2, 'one', 'two')
    cache.get('unknown')
    cache.set('three', tokenOf('three'))
    expect(cachedOf(cache, 'one', 'two', 'three', 'unknown')).toEqual(['two', 'three'])
  })

  it('does not show what it holds', () => {
    const cache = cacheOf(1, 'one')
    expect(JSON.stringify(cache)).toBe('{}')
    expect(Object.keys(cache)).toEqual([])
  })
})
