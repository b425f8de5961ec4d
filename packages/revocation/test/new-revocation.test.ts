import { describe, expect, it } from 'vitest'
import { cutOffRevocation, principalOf, signInRevocation } from '../dist/new-revocation.js'
import { now, principal, userPoolId } from './support/principals.ts'

const nowMs = now * 1000
const user = { userPoolId, sub: 'alice' }

describe('the revocation of a sign-in', () => {
  it('names its origin_jti and lives for a day and five minutes', () => {
    const revocation = signInRevocation(principal(), nowMs + 1)
    expect(revocation).toEqual({
      kind: 'sign-in',
      userPoolId,
      id: 'sign-in-1',
      before: 0,
      until: now + 86_701,
    })
    expect(signInRevocation(principal(), nowMs).until).toBe(now + 86_700)
    expect(Object.isFrozen(revocation)).toBe(true)
  })

  it.each([undefined, '', 7])('is a TypeError that says why if origin_jti is %o', (originJti) => {
    const token = principal({ claims: { origin_jti: originJti } })
    expect(() => signInRevocation(token, nowMs)).toThrow(TypeError)
    expect(() => signInRevocation(token, nowMs)).toThrow(/no origin_jti.*Use endUser\(\) or endClient\(\)/)
  })
})

describe('the revocation of a user, a client or a pool', () => {
  it.each([
    ['user', user, 'alice'],
    ['client', { userPoolId, clientId: 'web' }, 'web'],
    ['pool', { userPoolId }, ''],
  ] as const)('of a %s names it', (kind, target, id) => {
    expect(cutOffRevocation(kind, target, now - 5, nowMs)).toEqual({
      kind,
      userPoolId,
      id,
      before: now - 5,
      until: now + 86_700,
    })
  })

  it('takes the present by default, and whole seconds', () => {
    expect(cutOffRevocation('user', user, undefined, nowMs + 999).before).toBe(now)
    expect(cutOffRevocation('user', user, now - 0.1, nowMs).before).toBe(now - 1)
  })

  it('takes a time of up to 60 seconds ahead', () => {
    expect(cutOffRevocation('user', user, now + 60, nowMs).before).toBe(now + 60)
    expect(cutOffRevocation('user', user, 0, nowMs).before).toBe(0)
    for (const before of [now + 60.001, nowMs, Infinity, -1]) {
      expect(() => cutOffRevocation('user', user, before, nowMs)).toThrow(RangeError)
    }
    expect(() => cutOffRevocation('user', user, nowMs, nowMs)).toThrow('a time in seconds since 1970')
  })

  it.each([null, '1800000000', Number.NaN, new Date(nowMs)])('is a TypeError if the time is %o', (before) => {
    expect(() => cutOffRevocation('user', user, before, nowMs)).toThrow(TypeError)
  })

  it.each([
    ['user', undefined, 'endUser() takes an object with userPoolId, sub'],
    ['user', { userPoolId }, 'sub of endUser() is undefined'],
    ['user', { userPoolId, sub: '' }, "sub of endUser() is ''"],
    ['user', { userPoolId, userId: 'alice' }, '`userId` is not an option of endUser()'],
    ['user', principal(), 'It takes userPoolId, sub.'],
    ['client', { userPoolId, clientId: ['web'] }, 'clientId of endClient()'],
    ['client', { ...user }, '`sub` is not an option of endClient()'],
    // It would end the sign-ins of all.
    ['pool', { ...user }, '`sub` is not an option of endPool()'],
    ['pool', {}, 'userPoolId is undefined. It must be the id of a user pool'],
    ['pool', { userPoolId: 'nowhere' }, "userPoolId is 'nowhere'"],
  ] as const)('of a %s is a TypeError for %o', (kind, target, message) => {
    expect(() => cutOffRevocation(kind, target, undefined, nowMs)).toThrow(TypeError)
    expect(() => cutOffRevocation(kind, target, undefined, nowMs)).toThrow(message)
  })
})

describe('principalOf', () => {
  it('returns a principal', () => {
    const alice = principal()
    expect(principalOf(alice)).toBe(alice)
  })

  it.each([undefined, null, 'token', {}, { userPoolId }, { claims: {} }, { userPoolId, claims: null }])(
    'refuses %o',
    (value) => {
      expect(() => principalOf(value)).toThrow('a principal, for example getPrincipal(req)')
    },
  )
})
