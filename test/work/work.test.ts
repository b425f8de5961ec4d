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
 * Counts the work of a request, without a clock. Each such request pays for a number that rises. If one falls, write the
 * lower number down here.
 */

/** Work that shows in a profile. */
interface Work {
  /** RSA signatures verified. */
  verifications: number
  /** Native keys created from JSON Web Keys. */
  keysMade: number
  /** SHA-256 digests, of anything. */
  digests: number
  /** Calls of JSON.parse. */
  parses: number
  /** Look-ups in the key set: of a `kid`, or whether a key is still in it. */
  lookUps: number
  /** Fetches of a key set. */
  fetches: number
  /** Errors created, also by aws-jwt-verify. */
  errors: number
  /** Errors with a stack trace, which costs more than the rest of a refusal. */
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
let cached: string

beforeAll(async () => {
  pool = await createTestUserPool()
  cached = pool.bearer()

  count(crypto, 'createVerify', 'verifications')
  count(crypto, 'verify', 'verifications')
  count(crypto, 'createPublicKey', 'keysMade')
  count(crypto, 'hash', 'digests')
  count(crypto, 'createHash', 'digests')
  count(JSON, 'parse', 'parses')
  syncBuiltinESMExports()

  // A class is bound to its base class when it is loaded, so the packages are loaded only now.
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
  const { FetchedKeys } = await import('../../packages/core/dist/keys/fetched-keys.js')
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
  it('includes an error of the packages, and its stack trace', () => {
    Object.assign(work, idle)
    expect(new core.UnauthenticatedError().stack).toContain('work.test.ts')
    expect(work).toMatchObject({ errors: 1, stacks: 1 })
  })
})

describe('a new token', () => {
  it('is parsed once, verified once, and digested once', async () => {
    await loadKeys()
    expect(await workOf(pool.bearer())).toEqual({
      ...idle,
      verifications: 1,
      digests: 1,
      parses: 1,
      lookUps: 1,
    })
  })

  it('has its header parsed, too, unless it is that of the last token', async () => {
    await loadKeys()
    await authenticator.verify(pool.idToken()).catch(() => undefined)
    expect(await workOf(pool.bearer())).toMatchObject({ parses: 2 })
    expect(await workOf(pool.bearer())).toMatchObject({ parses: 1 })
  })

  it('costs one fetch and one native key more if it is the very first', async () => {
    const { keys } = pool.jwks
    await authenticator.ready()
    expect(await workOf(pool.bearer())).toMatchObject({ fetches: 0, keysMade: 1 })

    authenticator = core.createAuthenticator(options())
    const first = await workOf(pool.bearer())
    expect(first).toMatchObject({ fetches: 1, verifications: 1, digests: 1, errors: 0 })
    // Only the key that is needed is built, however many the set has.
    expect(keys.length).toBeGreaterThan(1)
    expect(first.keysMade).toBe(1)
  })

  it('is not digested without a cache', async () => {
    authenticator = core.createAuthenticator(options({ tokenCache: false }))
    await loadKeys()
    expect(await workOf(pool.bearer())).toEqual({ ...idle, verifications: 1, parses: 1, lookUps: 1 })
  })
})

describe('a cached token', () => {
  const hit: Work = { ...idle, digests: 1, lookUps: 1 }

  /** Makes the requests after which the principal of a token is kept. */
  async function warmUp(header: string): Promise<void> {
    await authenticator.authenticate(header)
    await authenticator.authenticate(header)
  }

  it('has its claims parsed once more for the second request, and is not verified again', async () => {
    const header = pool.bearer()
    await authenticator.authenticate(header)
    expect(await workOf(header)).toEqual({ ...hit, parses: 1 })
    expect(await workOf(header)).toEqual(hit)
    expect(await workOf(header)).toEqual(hit)
  })

  it('costs a digest and a look-up of its key from the third request on, and nothing else', async () => {
    const header = pool.bearer()
    await warmUp(header)
    expect(await workOf(header)).toEqual(hit)
  })

  it('costs the same with isRevoked', async () => {
    authenticator = core.createAuthenticator(options({ isRevoked: () => false }))
    const header = pool.bearer()
    await warmUp(header)
    expect(await workOf(header)).toEqual(hit)
  })

  it('costs the same among a thousand', async () => {
    const headers = Array.from({ length: 1000 }, (_, index) => pool.bearer({ username: `user-${index}` }))
    for (const header of [...headers, ...headers]) await authenticator.authenticate(header)
    expect(await workOf(headers[0])).toEqual(hit)
    expect(await workOf(headers[500])).toEqual(hit)
  })

  it('keeps its principal however many tokens come after it', async () => {
    const header = pool.bearer()
    await warmUp(header)
    for (let index = 0; index < 100; index++)
      await authenticator.authenticate(pool.bearer({ username: `user-${index}` }))
    expect(await workOf(header)).toEqual(hit)
  })

  it('is verified again once it was the least recently used of too many', async () => {
    authenticator = core.createAuthenticator(options({ tokenCache: { maxEntries: 2 } }))
    const [one, two, three] = ['one', 'two', 'three'].map((username) => pool.bearer({ username }))
    for (const header of [one, two, one, three]) await authenticator.authenticate(header)
    expect(await workOf(one)).toEqual(hit)
    expect(await workOf(two)).toMatchObject({ verifications: 1 })
  })

  it('is not evicted by tokens that are refused', async () => {
    authenticator = core.createAuthenticator(options({ tokenCache: { maxEntries: 1 } }))
    const header = pool.bearer()
    await warmUp(header)
    for (const refused of [badSignature(pool.bearer()), pool.bearer({ expiresInSeconds: 0 })])
      await workOf(refused)
    expect(await workOf(header)).toEqual(hit)
  })
})

describe('a refusal', () => {
  const refusal: Work = { ...idle, errors: 1 }
  const jose = { kid: 'unknown', alg: 'RS256' }

  it.each<[name: string, authorization: () => string | string[] | undefined, expected: Work]>([
    ['without credentials', () => undefined, refusal],
    ['of another scheme', () => 'Basic YWxpY2U6c2VjcmV0', refusal],
    ['of a bare scheme', () => 'Bearer', refusal],
    ['of two fields', () => [pool.bearer(), pool.bearer()], refusal],
    ['of a token that is too long', () => `Bearer ${'a'.repeat(100_000)}`, refusal],
    ['of characters that no token has', () => 'Bearer a,b', { ...refusal, digests: 1 }],
    ['of a token that is not a JWT', () => 'Bearer YQ', { ...refusal, digests: 1 }],
    ['of two segments', () => 'Bearer e30.e30', { ...refusal, digests: 1 }],
    ['of a header that is not JSON', () => 'Bearer YQ.e30.YQ', { ...refusal, digests: 1, parses: 1 }],
    ['of claims that are not JSON', () => 'Bearer e30.YQ.YQ', { ...refusal, digests: 1, parses: 2 }],
    ['of another algorithm', () => forged({ ...jose, alg: 'none' }), { ...refusal, digests: 1, parses: 2 }],
    [
      'of another issuer',
      () => forged(jose, { iss: 'https://elsewhere' }),
      { ...refusal, digests: 1, parses: 2 },
    ],
  ])(
    '%s costs one error without a stack trace, and no verification',
    async (_name, authorization, expected) => {
      await loadKeys()
      expect(await workOf(authorization())).toEqual(expected)
    },
  )

  it.each<[name: string, authorization: () => string, errors: number]>([
    ['of a bad signature', () => badSignature(pool.bearer()), 2],
    ['of an expired token', () => pool.bearer({ expiresInSeconds: 0 }), 1],
    ['of a token before its nbf', () => pool.bearer({ claims: { nbf: Date.now() } }), 1],
    ["of another client's token", () => pool.bearer({ clientId: 'another' }), 1],
    ['of an access token for a machine', () => `Bearer ${pool.machineToken({ clientId: 'another' })}`, 1],
    ['of a token without a subject', () => pool.bearer({ claims: { sub: undefined } }), 1],
  ])('%s costs one verification, and as much again the next time', async (_name, authorization, errors) => {
    const refused = authorization()
    const expected = { ...idle, verifications: 1, digests: 1, parses: 1, lookUps: 1, errors }
    await loadKeys()
    expect(await workOf(refused)).toEqual(expected)
    expect(await workOf(refused)).toEqual(expected)
  })

  it('of an ID token costs one verification', async () => {
    await loadKeys()
    expect(await workOf(`Bearer ${pool.idToken()}`)).toMatchObject({ verifications: 1, errors: 1, stacks: 0 })
  })

  it('of an unknown key costs one fetch per cool-down, and no verification', async () => {
    await loadKeys()
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

  it('of a cached token that was revoked costs a digest and a look-up', async () => {
    let isRevoked = false
    authenticator = core.createAuthenticator(options({ isRevoked: () => isRevoked }))
    const header = pool.bearer()
    await authenticator.authenticate(header)
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

describe('turns of the microtask queue', () => {
  it.each<[name: string, authorization: () => string | undefined, hops: number]>([
    ['a cached token', () => cached, 2],
    ['a new token', () => pool.bearer(), 2],
    ['no credentials', () => undefined, 2],
    ['a bad signature', () => badSignature(pool.bearer()), 2],
  ])('are counted for %s', async (_name, authorization, hops) => {
    await loadKeys()
    await authenticator.authenticate(cached)
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
async function loadKeys(): Promise<void> {
  // ID tokens have a key of their own.
  await authenticator.verify(pool.idToken()).catch(() => undefined)
  await authenticator.authenticate(pool.bearer())
}

/** The work of one request, whether it is refused or not. */
async function workOf(authorization: string | string[] | undefined): Promise<Work> {
  Object.assign(work, idle)
  await authenticator.authenticate(authorization).catch(() => undefined)
  return { ...work }
}

/** How many times a job is queued behind another one before a request is authenticated or refused. */
function hopsOf(authorization: string | undefined): Promise<number> {
  return new Promise((resolve) => {
    let hops = 0
    let isDone = false
    const stop = (): void => {
      isDone = true
    }
    const hop = (): void => {
      hops++
      if (isDone) resolve(hops)
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
  if (typeof original !== 'function') throw new TypeError(`${name} is not a function`)
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

/** A token without a signature of ours. */
function forged(header: object, claims: object = { iss: pool.issuer }): string {
  return `Bearer ${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.c2ln`
}
