import { createRevocations, memoryStore } from '@cognito-auth/revocation'
import { describe, expect, it } from 'vitest'
import { resolveSettings } from '../dist/settings.js'

const store = memoryStore()
const logger = { info: () => undefined, warn: () => undefined }

describe('the options', () => {
  it('have defaults', () => {
    expect(resolveSettings({ store })).toEqual({
      store,
      maxAgeSeconds: 1,
      maxStaleSeconds: 300,
      timeoutSeconds: 2,
      maxEntries: 1_000_000,
      logger: undefined,
    })
  })

  it('raise the default of maxStaleSeconds to maxAgeSeconds', () => {
    expect(resolveSettings({ store, maxAgeSeconds: 600 })).toMatchObject({ maxStaleSeconds: 600 })
  })

  it.each([
    { maxAgeSeconds: 0.1 },
    { maxAgeSeconds: 86_400 },
    { maxStaleSeconds: 1 },
    { maxStaleSeconds: Infinity },
    { maxAgeSeconds: 5, maxStaleSeconds: 5 },
    { timeoutSeconds: 0.001 },
    { timeoutSeconds: 2_000_000 },
    { maxEntries: 1 },
    { maxEntries: 10_000_000 },
    { logger },
    { logger: undefined, maxAgeSeconds: undefined },
  ])('may be %j', (options) => {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
    expect(resolveSettings({ store, ...options })).toMatchObject(given)
  })

  it.each<[object, ErrorConstructor, string]>([
    [
      { maxAgeSeconds: 0.09 },
      RangeError,
      'maxAgeSeconds is 0.09. It must be a number of seconds from 0.1 to 86,400.',
    ],
    [{ maxAgeSeconds: 86_401 }, RangeError, 'maxAgeSeconds is 86401'],
    [{ maxAgeSeconds: Infinity }, RangeError, 'maxAgeSeconds is Infinity'],
    [{ maxAgeSeconds: '1' }, TypeError, "maxAgeSeconds is '1'"],
    [{ maxAgeSeconds: null }, TypeError, 'maxAgeSeconds is null'],
    [{ maxStaleSeconds: 0.9 }, RangeError, 'at least maxAgeSeconds, which is 1'],
    [{ maxAgeSeconds: 400, maxStaleSeconds: 300 }, RangeError, 'at least maxAgeSeconds, which is 400'],
    [{ maxStaleSeconds: Number.NaN }, TypeError, 'maxStaleSeconds is NaN'],
    [{ timeoutSeconds: 0 }, RangeError, 'more than 0'],
    [{ timeoutSeconds: 2_000_001 }, RangeError, 'at most 2,000,000'],
    [{ maxEntries: 0 }, RangeError, 'a whole number from 1 to 10,000,000'],
    [{ maxEntries: 1.5 }, RangeError, 'maxEntries is 1.5'],
    [{ maxEntries: 10_000_001 }, RangeError, 'maxEntries is 10000001'],
    [{ logger: console.log }, TypeError, 'a pino logger'],
    [{ logger: { info: console.log } }, TypeError, 'info and warn'],
    [{ store: undefined }, TypeError, 'store is undefined. It must be memoryStore(), redisStore(client)'],
    [{ store: memoryStore }, TypeError, 'memoryStore()'],
    [{ store: { append: console.log } }, TypeError, 'append and readAfter'],
    [
      { maxAge: 1 },
      TypeError,
      '`maxAge` is not an option of createRevocations(). Did you mean `maxAgeSeconds`?',
    ],
  ])('may not be %o', (options, ErrorType, message) => {
    const create = () => createRevocations({ store, ...options })
    expect(create).toThrow(ErrorType)
    expect(create).toThrow(message)
  })

  it.each([undefined, null, store.append, 'redis'])('are an object, not %o', (options) => {
    expect(() => createRevocations(options as never)).toThrow(
      'createRevocations() takes an object with store',
    )
  })

  it('are copied', () => {
    const options = { store, maxAgeSeconds: 5 }
    const settings = resolveSettings(options)
    options.maxAgeSeconds = 60
    expect(settings.maxAgeSeconds).toBe(5)
  })

  it('are own members: a polluted prototype sets none', () => {
    const prototype: object = Reflect.getPrototypeOf({}) ?? {}
    Reflect.defineProperty(prototype, 'maxStaleSeconds', { value: Infinity, configurable: true })
    try {
      expect(resolveSettings({ store }).maxStaleSeconds).toBe(300)
    } finally {
      Reflect.deleteProperty(prototype, 'maxStaleSeconds')
    }
  })
})
