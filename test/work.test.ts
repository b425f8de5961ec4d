import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type {
  Authenticator,
  CognitoAuthOptions,
  createAuthenticator,
  UnauthenticatedError,
} from '@cognito-auth/core'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

/*
 * A guard against decay that needs no clock: it counts the work that a request makes. A figure that rises is time that
 * each such request pays. One that falls is good news, to be written down here.
 */

/** Work that shows in a profile. */
interface Work {
  /** RSA signatures verified. */
  verifications: number
  /** Native keys made of JSON Web Keys. */
  keysMade: number
  /** SHA-256 digests, whatever they are of. */
  digests: number
  /** Calls of JSON.parse. */
  parses: number
  /** Questions to the key set: for a key, or whether one is in force still. */
  lookUps: number
  /** Fetches of a key set. */
  fetches: number
  /** Errors made, by the engine as well as by us. */
  errors: number
  /** Errors that recorded where they were made, which costs more than the rest of a refusal. */
  stacks: number
}

const idle: Work = {
  verifications: 0,
  keysMade: 0,
  digests: 0,
  parses: 0,
  lookUps: 0,
  fetches: 0,
  errors: 0,
  stacks: 0,
}

const work: Work = { ...idle }

let core: {
  createAuthenticator: typeof createAuthenticator
  UnauthenticatedError: typeof UnauthenticatedError
}
let pool: TestUserPool
let authenticator: Authenticator
let remembered: string

beforeAll(async () => {
  pool = await createTestUserPool()
  remembered = pool.bearer()

  count(crypto, 'createVerify', 'verifications')
  count(crypto, 'verify', 'verifications')
  count(crypto, 'createPublicKey', 'keysMade')
  count(crypto, 'hash', 'digests')
  count(crypto, 'createHash', 'digests')
  count(JSON, 'parse', 'parses')
  syncBuiltinESMExports()

  // A class is bound to what it extends when it is loaded, so that the packages are loaded now and not earlier.
  vi.stubGlobal(
    'Error',
    new Proxy(Error, {
      construct(target, parameters, newTarget) {
        work.errors++
        if (target.stackTraceLimit > 0) work.stacks++
        return Reflect.construct(target, parameters, newTarget)
      },
    }),
  )
  core = await import('@cognito-auth/core')
  const { FetchedKeys } = await import('../packages/core/dist/keys/fetched-keys.js')
  count(FetchedKeys.prototype, 'find', 'lookUps')
  count(FetchedKeys.prototype, 'has', 'lookUps')
})

afterAll(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

beforeEach(() => {
  authenticator = core.createAuthenticator(options())
})

describe('the count', () => {
  it('sees an error of the packages, and its stack', () => {
    Object.assign(work, idle)
    expect(new core.UnauthenticatedError().stack).toContain('work.test.ts')
    expect(work).toMatchObject({ errors: 1, stacks: 1 })
  })
})

describe('a token that is seen for the first time', () => {
  it('is parsed once, verified once, and digested once', async () => {
    await keysAtHand()
    expect(await workOf(pool.bearer())).toEqual({
      ...idle,
      verifications: 1,
      digests: 1,
      parses: 1,
      lookUps: 1,
    })
  })

  it('has its header parsed too if its key is not that of the last one', async () => {
    await keysAtHand()
    await authenticator.verify(pool.idToken()).catch(() => undefined)
    expect(await workOf(pool.bearer())).toMatchObject({ parses: 2 })
    expect(await workOf(pool.bearer())).toMatchObject({ parses: 1 })
  })

  it('costs one fetch more, and one native key, when it is the first of all', async () => {
    const { keys } = pool.jwks
    await authenticator.ready()
    expect(await workOf(pool.bearer())).toMatchObject({ fetches: 0, keysMade: 1 })

    authenticator = core.createAuthenticator(options())
    const first = await workOf(pool.bearer())
    expect(first).toMatchObject({ fetches: 1, verifications: 1, digests: 1, errors: 0 })
    // However many there are in the set, only the one that is needed is made.
    expect(keys.length).toBeGreaterThan(1)
    expect(first.keysMade).toBe(1)
  })

  it('is not digested where nothing is remembered', async () => {
    authenticator = core.createAuthenticator(options({ tokenCache: false }))
    await keysAtHand()
    expect(await workOf(pool.bearer())).toEqual({ ...idle, verifications: 1, parses: 1, lookUps: 1 })
  })
})

describe('a remembered token', () => {
  const hit: Work = { ...idle, digests: 1, lookUps: 1 }

  it('is digested, and its key asked for, and nothing else', async () => {
    const header = pool.bearer()
    await authenticator.authenticate(header)
    expect(await workOf(header)).toEqual(hit)
    expect(await workOf(header)).toEqual(hit)
  })

  it('costs no more if it may have been revoked', async () => {
    authenticator = core.createAuthenticator(options({ isRevoked: () => false }))
    const header = pool.bearer()
    await authenticator.authenticate(header)
    expect(await workOf(header)).toEqual(hit)
  })

  it('is found again out of a thousand', async () => {
    const headers = Array.from({ length: 1000 }, (_, index) => pool.bearer({ username: `user-${index}` }))
    for (const header of [...headers, ...headers]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the first is the oldest
      await authenticator.authenticate(header)
    }
    expect(await workOf(headers[0])).toEqual(hit)
    expect(await workOf(headers[500])).toEqual(hit)
  })

  it('has its claims parsed once more, and is not verified again, if it comes back late', async () => {
    const header = pool.bearer()
    await authenticator.authenticate(header)
    for (let index = 0; index < 100; index++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the first is the oldest
      await authenticator.authenticate(pool.bearer({ username: `user-${index}` }))
    }
    expect(await workOf(header)).toEqual({ ...hit, parses: 1 })
    expect(await workOf(header)).toEqual(hit)
  })

  it('is not pushed out by tokens that are refused', async () => {
    authenticator = core.createAuthenticator(options({ tokenCache: { maxEntries: 1 } }))
    const header = pool.bearer()
    await authenticator.authenticate(header)
    for (const refused of [badSignature(pool.bearer()), pool.bearer({ expiresInSeconds: 0 })]) {
      // oxlint-disable-next-line no-await-in-loop -- the second must not profit from the first
      await workOf(refused)
    }
    expect(await workOf(header)).toEqual(hit)
  })
})

describe('a refusal', () => {
  const refusal: Work = { ...idle, errors: 1 }
  const jose = { kid: 'unknown', alg: 'RS256' }

  it.each<[name: string, authorization: () => string | string[] | undefined, expected: Work]>([
    ['of nothing', () => undefined, refusal],
    ['of another scheme', () => 'Basic YWxpY2U6c2VjcmV0', refusal],
    ['of a bare scheme', () => 'Bearer', refusal],
    ['of two fields', () => [pool.bearer(), pool.bearer()], refusal],
    ['of a token beyond all bounds', () => `Bearer ${'a'.repeat(100_000)}`, refusal],
    ['of characters that no token has', () => 'Bearer a,b', { ...refusal, digests: 1 }],
    ['of what is no JWT', () => 'Bearer YQ', { ...refusal, digests: 1 }],
    ['of two segments', () => 'Bearer e30.e30', { ...refusal, digests: 1 }],
    ['of a header that is no JSON', () => 'Bearer YQ.e30.YQ', { ...refusal, digests: 1, parses: 1 }],
    ['of claims that are no JSON', () => 'Bearer e30.YQ.YQ', { ...refusal, digests: 1, parses: 2 }],
    ['of another algorithm', () => forged({ ...jose, alg: 'none' }), { ...refusal, digests: 1, parses: 2 }],
    [
      'of another issuer',
      () => forged(jose, { iss: 'https://elsewhere' }),
      { ...refusal, digests: 1, parses: 2 },
    ],
  ])('%s costs one error without a stack, and no verification', async (_name, authorization, expected) => {
    await keysAtHand()
    expect(await workOf(authorization())).toEqual(expected)
  })

  it.each<[name: string, authorization: () => string, errors: number]>([
    ['of a bad signature', () => badSignature(pool.bearer()), 2],
    ['of an expired token', () => pool.bearer({ expiresInSeconds: 0 }), 1],
    ['of a token before its time', () => pool.bearer({ claims: { nbf: Date.now() } }), 1],
    ["of another client's token", () => pool.bearer({ clientId: 'another' }), 1],
    ['of an access token for a machine', () => `Bearer ${pool.machineToken({ clientId: 'another' })}`, 1],
    ['of a token without a subject', () => pool.bearer({ claims: { sub: undefined } }), 1],
  ])('%s costs one verification, and as much again the next time', async (_name, authorization, errors) => {
    const refused = authorization()
    const expected = { ...idle, verifications: 1, digests: 1, parses: 1, lookUps: 1, errors }
    await keysAtHand()
    expect(await workOf(refused)).toEqual(expected)
    expect(await workOf(refused)).toEqual(expected)
  })

  it('of an ID token costs one verification', async () => {
    await keysAtHand()
    expect(await workOf(`Bearer ${pool.idToken()}`)).toMatchObject({ verifications: 1, errors: 1, stacks: 0 })
  })

  it('of an unknown key costs one fetch per cool-down, and no verification', async () => {
    await keysAtHand()
    const stranger = await createTestUserPool()
    const expected = { ...refusal, digests: 1, parses: 1, lookUps: 1 }
    expect(await workOf(stranger.bearer())).toMatchObject({
      verifications: 0,
      fetches: 1,
      errors: 1,
      stacks: 0,
    })
    expect(await workOf(stranger.bearer())).toEqual(expected)
    expect(await workOf(badSignature(stranger.bearer()))).toEqual(expected)
  })

  it('of a remembered token that was revoked costs a digest', async () => {
    let isRevoked = false
    authenticator = core.createAuthenticator(options({ isRevoked: () => isRevoked }))
    const header = pool.bearer()
    await authenticator.authenticate(header)
    isRevoked = true
    expect(await workOf(header)).toEqual({ ...refusal, digests: 1, lookUps: 1 })
  })

  it('without keys costs one fetch per cool-down, and no verification', async () => {
    authenticator = core.createAuthenticator(options({ keys: { fetch: failingFetch } }))
    expect(await workOf(pool.bearer())).toMatchObject({ verifications: 0, fetches: 1 })
    expect(await workOf(pool.bearer())).toEqual({ ...refusal, digests: 1, parses: 1, lookUps: 1 })
  })
})

describe('hops of a promise', () => {
  it.each<[name: string, authorization: () => string | undefined, hops: number]>([
    ['a remembered token', () => remembered, 1],
    ['a token that is new', () => pool.bearer(), 1],
    ['no credentials', () => undefined, 1],
    ['a bad signature', () => badSignature(pool.bearer()), 1],
  ])('are counted for %s', async (_name, authorization, hops) => {
    await keysAtHand()
    await authenticator.authenticate(remembered)
    expect(await hopsOf(authorization())).toBe(hops)
  })
})

function options(others: CognitoAuthOptions = {}): CognitoAuthOptions {
  const { userPoolId, clientId } = pool
  return { userPoolId, clientId, keys: { fetch: fetchKeys }, ...others }
}

async function fetchKeys(): Promise<Response> {
  work.fetches++
  return Response.json(pool.jwks)
}

async function failingFetch(): Promise<Response> {
  work.fetches++
  return Response.json({}, { status: 500 })
}

/** Gets everything out of the way that only the first of all tokens pays. */
async function keysAtHand(): Promise<void> {
  // ID tokens have a key of their own.
  await authenticator.verify(pool.idToken()).catch(() => undefined)
  await authenticator.authenticate(pool.bearer())
}

/** The work that one request makes, whatever becomes of it. */
async function workOf(authorization: string | string[] | undefined): Promise<Work> {
  Object.assign(work, idle)
  await authenticator.authenticate(authorization).catch(() => undefined)
  return { ...work }
}

/** How many times a job has to queue behind another one before a request is decided. */
function hopsOf(authorization: string | undefined): Promise<number> {
  return new Promise((resolve) => {
    let hops = 0
    let isDecided = false
    const stop = (): void => {
      isDecided = true
    }
    const hop = (): void => {
      hops++
      if (isDecided) resolve(hops)
      else queueMicrotask(hop)
    }
    authenticator.authenticate(authorization).then(stop, stop)
    queueMicrotask(hop)
  })
}

function count<Name extends string>(
  target: Readonly<Record<Name, unknown>>,
  name: Name,
  kind: keyof Work,
): void {
  const original = target[name]
  if (typeof original !== 'function') throw new TypeError(`${name} is no function`)
  vi.spyOn<Record<string, (...parameters: unknown[]) => unknown>, string>(
    target as never,
    name,
  ).mockImplementation(function counted(this: unknown, ...parameters) {
    work[kind]++
    return Reflect.apply(original, this, parameters)
  })
}

/** The same header with another signature, well formed and of the right length. */
function badSignature(header: string): string {
  const place = header.lastIndexOf('.') + 100
  return header.slice(0, place) + (header[place] === 'A' ? 'B' : 'A') + header.slice(place + 1)
}

/** A token that nobody has signed. */
function forged(header: object, claims: object = { iss: pool.issuer }): string {
  return `Bearer ${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.c2ln`
}
