import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TokenAuthenticator } from '../../dist/authenticate/token-authenticator.js'
import { TokenCache } from '../../dist/authenticate/token-cache.js'
import { VerificationKey } from '../../dist/keys/verification-key.js'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import type { CognitoAuthOptions, KeyOptions } from '../../dist/types/options.js'
import type { Revocations } from '../../dist/types/revocations.js'
import { failEngine } from '../support/engine.ts'
import { now, setClock, useFrozenClock } from '../support/clock.ts'
import { createKeyServer } from '../support/key-server.ts'
import { fromJavaScript, rejectionOf } from '../support/refusal.ts'
import { accessClaims, clientId, createSigner, userPoolId, withBrokenSignature } from '../support/signer.ts'

useFrozenClock()
afterEach(() => {
  vi.restoreAllMocks()
})

const signer = createSigner('key-1')
const jwks = { keys: [signer.jwk] }

function tokenOf(jti: string, claims: object = {}) {
  return signer.token({ claims: accessClaims({ jti, ...claims }) })
}

function authenticatorWith(options: CognitoAuthOptions = { jwks }) {
  return new TokenAuthenticator(resolveOptions({ userPoolId, clientId, ...options }), undefined)
}

/** Authenticates a token so that the next request with it is a cache hit whose principal is kept. */
async function warmUp(authenticator: TokenAuthenticator, token: string) {
  await authenticator.authenticateToken(token)
  return authenticator.authenticateToken(token)
}

describe('a TokenAuthenticator', () => {
  it('authenticates credentials and bare tokens', async () => {
    const authenticator = authenticatorWith()
    const token = signer.token()
    expect(await authenticator.authenticateToken(token)).toMatchObject({ username: 'alice' })
    expect(await authenticator.authenticateCredentials(`Bearer ${token}`)).toMatchObject({
      username: 'alice',
    })
    expect(await authenticator.authenticateToken(withBrokenSignature(token))).toEqual({ reason: 'signature' })
  })

  it('refuses without a promise credentials that contain no token', () => {
    const authenticator = authenticatorWith()
    expect(authenticator.authenticateCredentials(undefined)).toEqual({ reason: 'no_credentials' })
    expect(authenticator.authenticateCredentials('Basic YTpi')).toEqual({ reason: 'other_scheme' })
    expect(authenticator.authenticateCredentials(['a', 'b'])).toEqual({ reason: 'several_credentials' })
  })

  it('names what cannot be a token by the way it arrived', async () => {
    const authenticator = authenticatorWith()
    for (const text of ['a b', 'a\u00e9', 'a'.repeat(65_537)]) {
      expect(await authenticator.authenticateToken(text)).toEqual({ reason: 'malformed_token' })
      expect(await authenticator.authenticateCredentials(`Bearer ${text}`)).toEqual({
        reason: 'malformed_credentials',
      })
    }
    for (const value of ['', undefined, null, 7, ['a.b.c']])
      expect(await authenticator.authenticateToken(fromJavaScript(value))).toEqual({
        reason: 'malformed_token',
      })
  })

  it('accepts a token of 65,536 characters and refuses a longer one', async () => {
    const authenticator = authenticatorWith()
    const shortest = tokenOf('long', { padding: '' }).length
    const padding = Math.floor(((65_536 - shortest) * 3) / 4)
    const tokens = [-1, 0, 1, 2].map((more) => tokenOf('long', { padding: 'x'.repeat(padding + more) }))
    const lengths = tokens.map(({ length }) => length)
    expect(Math.min(...lengths)).toBeLessThanOrEqual(65_536)
    expect(Math.max(...lengths)).toBeGreaterThan(65_536)
    for (const token of tokens) {
      expect(await authenticator.authenticateToken(token)).toMatchObject(
        token.length <= 65_536 ? { userPoolId } : { reason: 'malformed_token' },
      )
    }
  })

  it('turns what a verification throws into an unexpected error, with its cause', async () => {
    const fault = new Error('out of memory')
    failEngine(fault)
    const { fetch } = createKeyServer(signer.jwk)
    for (const authenticator of [authenticatorWith(), authenticatorWith({ keys: { fetch } })]) {
      const authenticate = async () => authenticator.authenticateToken(signer.token())
      expect(await rejectionOf(authenticate())).toMatchObject({
        message: 'A token could not be verified',
        cause: fault,
      })
    }
  })

  it('fetches the keys with loadKeys, and says which pools have none', async () => {
    const { fetch, urls, reply } = createKeyServer(signer.jwk)
    const authenticator = authenticatorWith({ keys: { fetch } })
    expect(await authenticator.loadKeys()).toEqual([])
    await authenticator.authenticateToken(signer.token())
    expect(urls).toHaveLength(1)

    reply(() => new Response(null, { status: 500 }))
    expect(await authenticatorWith({ keys: { fetch } }).loadKeys()).toMatchObject([
      { reason: 'keys_unavailable', userPoolId },
    ])
  })
})

describe('a cached token', () => {
  it('is authenticated without a promise', async () => {
    const { fetch } = createKeyServer(signer.jwk)
    for (const options of [{ jwks }, { keys: { fetch } }]) {
      const authenticator = authenticatorWith(options)
      const token = signer.token()
      const principal = await authenticator.authenticateToken(token)
      expect(authenticator.authenticateToken(token)).toEqual(principal)
      expect(authenticator.authenticateCredentials(`Bearer ${token}`)).toEqual(principal)
    }
  })

  it('is authenticated without a promise if isRevoked returns a boolean', async () => {
    const isRevoked = vi.fn<() => boolean>(() => false)
    const authenticator = authenticatorWith({ jwks, isRevoked })
    const token = signer.token()
    const principal = await warmUp(authenticator, token)
    expect(authenticator.authenticateToken(token)).toBe(principal)
    isRevoked.mockReturnValue(true)
    expect(authenticator.authenticateToken(token)).toEqual({ reason: 'revoked', userPoolId })
    expect(isRevoked.mock.calls).toEqual(Array.from({ length: 4 }, () => [principal]))
  })

  it('is authenticated without a promise if revocations answer at once', async () => {
    const check = vi.fn<Revocations['check']>(() => ({ revoked: false }))
    const revocations = { check, ready: () => Promise.resolve() }
    const authenticator = authenticatorWith({ jwks, revocations, isRevoked: () => false })
    const token = signer.token()
    const principal = await warmUp(authenticator, token)
    expect(authenticator.authenticateToken(token)).toBe(principal)
    check.mockReturnValue({ revoked: true })
    expect(authenticator.authenticateToken(token)).toEqual({ reason: 'revoked', userPoolId })
    const cause = new Error('no store')
    check.mockReturnValue({ unavailable: cause })
    expect(authenticator.authenticateToken(token)).toEqual({
      reason: 'revocations_unavailable',
      userPoolId,
      cause,
    })
    check.mockReturnValue(Promise.resolve({ revoked: false }))
    expect(authenticator.authenticateToken(token)).toBeInstanceOf(Promise)
  })

  it('is asked about without a cache, too', async () => {
    const check = vi.fn<Revocations['check']>(() => ({ revoked: true }))
    const revocations = { check, ready: () => Promise.resolve() }
    const authenticator = authenticatorWith({ jwks, tokenCache: false, revocations })
    expect(await authenticator.authenticateToken(signer.token())).toEqual({ reason: 'revoked', userPoolId })
  })

  it('needs a promise if isRevoked returns one', async () => {
    const isRevoked = vi.fn<() => Promise<boolean>>(() => Promise.resolve(false))
    const authenticator = authenticatorWith({ jwks, isRevoked })
    const token = signer.token()
    const principal = await warmUp(authenticator, token)
    isRevoked.mockResolvedValueOnce(true)
    const results = [authenticator.authenticateToken(token), authenticator.authenticateToken(token)]
    expect(results).toEqual([expect.any(Promise), expect.any(Promise)])
    const [revoked, valid] = await Promise.all(results.map((result) => Promise.resolve(result)))
    expect(revoked).toEqual({ reason: 'revoked', userPoolId })
    expect(valid).toBe(principal)
  })

  it('is found by its SHA-256 alone', async () => {
    const set = vi.spyOn(TokenCache.prototype, 'set')
    const token = signer.token()
    const principal = await authenticatorWith().authenticateToken(token)
    const digest = createHash('sha256').update(token).digest('binary')
    expect(set.mock.calls).toEqual([[digest, expect.objectContaining({ principal })]])
    expect(JSON.stringify(set.mock.calls)).not.toContain(token.split('.')[2])
  })

  it('keeps its principal from the second request on, and is verified once', async () => {
    const verify = vi.spyOn(VerificationKey.prototype, 'verify')
    const authenticator = authenticatorWith()
    const token = signer.token()
    const first = await authenticator.authenticateToken(token)
    const second = authenticator.authenticateToken(token)
    expect(second).not.toBe(first)
    expect(second).toEqual(first)
    expect(authenticator.authenticateToken(token)).toBe(second)
    expect(authenticator.authenticateToken(token)).toBe(second)
    expect(verify).toHaveBeenCalledTimes(1)
  })

  it('keeps its principal after two concurrent first requests', async () => {
    const authenticator = authenticatorWith()
    const token = signer.token()
    const principals = await Promise.all([1, 2].map(async () => authenticator.authenticateToken(token)))
    expect(principals).toContain(authenticator.authenticateToken(token))
  })

  it('is not confused with another one that is asked for while keys are refreshed for it', async () => {
    const { fetch } = createKeyServer(signer.jwk)
    const [one, two] = [tokenOf('one'), tokenOf('two')]
    const results: unknown[] = []
    const server = { fetch }
    const keys: KeyOptions = { maxAgeSeconds: 1, fetch: (...request) => server.fetch(...request) }
    const authenticator = authenticatorWith({ keys, tokenCache: { maxEntries: 1 } })
    await warmUp(authenticator, one)

    server.fetch = async (...request) => {
      server.fetch = fetch
      results.push(authenticator.authenticateToken(two))
      return fetch(...request)
    }
    setClock(2)
    results.push(authenticator.authenticateToken(one))
    expect(await Promise.all(results)).toMatchObject(['two', 'one'].map((jti) => ({ claims: { jti } })))
    for (const [token, jti] of [
      [one, 'one'],
      [two, 'two'],
    ] as const)
      expect(await authenticator.authenticateToken(token)).toMatchObject({ claims: { jti } })
  })

  it('is revoked whether its principal is kept or built again', async () => {
    const isRevoked = vi.fn<() => boolean>(() => false)
    const authenticator = authenticatorWith({ jwks, isRevoked })
    const token = signer.token()
    const first = await authenticator.authenticateToken(token)
    isRevoked.mockClear().mockReturnValue(true)
    expect(authenticator.authenticateToken(token)).toEqual({ reason: 'revoked', userPoolId })
    expect(authenticator.authenticateToken(token)).toEqual({ reason: 'revoked', userPoolId })
    expect(isRevoked.mock.calls).toEqual([[first], [first]])
  })

  it('is verified again, and leaves the cache, once it is not valid any more', async () => {
    const remove = vi.spyOn(TokenCache.prototype, 'delete')
    const authenticator = authenticatorWith()
    const token = tokenOf('one', { exp: now + 60 })
    await warmUp(authenticator, token)
    setClock(59.999)
    expect(authenticator.authenticateToken(token)).toMatchObject({ userPoolId })
    expect(remove).not.toHaveBeenCalled()
    setClock(60)
    expect(await authenticator.authenticateToken(token)).toEqual({ reason: 'expired', userPoolId })
    expect(remove).toHaveBeenCalledTimes(1)
  })

  it('is not even hashed without a cache', async () => {
    const digest = vi.spyOn(TokenCache, 'digest')
    const authenticator = authenticatorWith({ jwks, tokenCache: false })
    expect(await authenticator.authenticateToken(signer.token())).toHaveProperty('userId')
    expect(digest).not.toHaveBeenCalled()
    expect(await authenticatorWith().authenticateToken(signer.token())).toHaveProperty('userId')
    expect(digest).toHaveBeenCalledOnce()
  })

  it('is not made of a token that is refused', async () => {
    const set = vi.spyOn(TokenCache.prototype, 'set')
    const isRevoked = vi.fn<() => boolean | Promise<boolean>>(() => true)
    const authenticator = authenticatorWith({ jwks, isRevoked })
    await authenticator.authenticateToken(withBrokenSignature(signer.token()))
    await authenticator.authenticateToken(tokenOf('expired', { exp: now }))
    await authenticator.authenticateToken(tokenOf('revoked'))
    isRevoked.mockResolvedValue(true)
    await authenticator.authenticateToken(tokenOf('revoked later'))
    expect(set).not.toHaveBeenCalled()
  })
})

describe.each(['isRevoked', 'revocations'] as const)(
  'a token while an asynchronous %s is asked',
  (option) => {
    const stranger = createSigner('unknown')

    /** Starts a request, after earlier ones with the same token, that waits for the answer of `isRevoked`. */
    async function startRequest(
      token: string,
      earlierRequests: number,
      options: CognitoAuthOptions = { jwks },
    ) {
      let answer: (isTokenRevoked: boolean) => void = () => undefined
      const isRevoked = vi.fn<() => boolean | Promise<boolean>>(() => false)
      const check = () => {
        const revoked = isRevoked()
        return typeof revoked === 'boolean' ? { revoked } : revoked.then((value) => ({ revoked: value }))
      }
      const authenticator = authenticatorWith({
        ...options,
        ...(option === 'isRevoked'
          ? { isRevoked }
          : { revocations: { check, ready: async () => undefined } }),
      })
      for (let request = 0; request < earlierRequests; request++) await authenticator.authenticateToken(token)
      const isAsked = new Promise<void>((resolve) => {
        isRevoked.mockImplementation(() => {
          resolve()
          return new Promise((settleAnswer) => void (answer = settleAnswer))
        })
      })
      const result = Promise.resolve(authenticator.authenticateToken(token))
      await isAsked
      return { authenticator, result, answer: (isTokenRevoked: boolean) => answer(isTokenRevoked) }
    }

    describe.each([
      ['new', 0],
      ['cached', 1],
      ['cached with its principal', 2],
    ])('%s', (_, earlierRequests) => {
      it('is refused if it expires', async () => {
        const { result, answer } = await startRequest(tokenOf('one', { exp: now + 60 }), earlierRequests)
        setClock(60)
        answer(false)
        expect(await result).toEqual({ reason: 'expired', userPoolId })
      })

      it('is accepted if it does not expire yet', async () => {
        const { result, answer } = await startRequest(tokenOf('one', { exp: now + 60 }), earlierRequests)
        setClock(59.999)
        answer(false)
        expect(await result).toMatchObject({ userPoolId, claims: { jti: 'one' } })
      })

      it('is refused as revoked if it is, also if it expires', async () => {
        const { result, answer } = await startRequest(tokenOf('one', { exp: now + 60 }), earlierRequests)
        setClock(60)
        answer(true)
        expect(await result).toEqual({ reason: 'revoked', userPoolId })
      })

      it('is refused if its key leaves the set', async () => {
        const server = createKeyServer(signer.jwk)
        const keys = { fetch: server.fetch }
        const { authenticator, result, answer } = await startRequest(tokenOf('one'), earlierRequests, {
          keys,
        })
        server.serve(createSigner('key-2').jwk)
        expect(await authenticator.authenticateToken(stranger.token())).toEqual({ reason: 'kid_unknown' })
        answer(false)
        expect(await result).toEqual({ reason: 'kid_unknown' })
      })

      it('is accepted if its key leaves the set and comes back', async () => {
        const server = createKeyServer(signer.jwk)
        const keys = { fetch: server.fetch }
        const { authenticator, result, answer } = await startRequest(tokenOf('one'), earlierRequests, {
          keys,
        })
        server.serve(createSigner('key-2').jwk)
        await authenticator.authenticateToken(stranger.token())
        server.serve(signer.jwk)
        setClock(11)
        await authenticator.authenticateToken(stranger.token())
        answer(false)
        expect(await result).toMatchObject({ userPoolId, claims: { jti: 'one' } })
      })

      it('is an unexpected error if it cannot be verified again', async () => {
        const fault = new Error('out of memory')
        const { result, answer } = await startRequest(tokenOf('one', { exp: now + 60 }), earlierRequests)
        failEngine(fault)
        setClock(60)
        answer(false)
        expect(await rejectionOf(result)).toMatchObject({
          message: 'A token could not be verified',
          cause: fault,
        })
      })
    })
  },
)
