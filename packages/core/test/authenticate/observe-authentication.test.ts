import { afterEach, describe, expect, it, vi } from 'vitest'
import { messagesOf, subscribeForTest } from '../../../../test/support/messages.ts'
import { loadSecondCopy } from '../../../../test/support/second-copy.ts'
import { accessAuthenticator } from '../../dist/authenticate/adapter-access.js'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import { findUserId } from '../../dist/authenticate/observe-authentication.js'
import { channels } from '../../dist/events/channels.js'
import { KeysUnavailableError } from '../../dist/refusal/errors.js'
import type { CognitoAuthOptions } from '../../dist/types/options.js'
import {
  accessClaims,
  clientId,
  createSigner,
  idClaims,
  userPoolId,
  withBrokenSignature,
} from '../support/signer.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const signer = createSigner('key-1')
const token = signer.token()
const durationMs = expect.any(Number)

function authenticatorWith(options: CognitoAuthOptions = {}) {
  return createAuthenticator({ userPoolId, clientId, jwks: { keys: [signer.jwk] }, ...options })
}

/** The message about one authentication, whatever becomes of it. */
async function messageAbout(authenticate: () => unknown): Promise<object | undefined> {
  const messages = messagesOf(channels.authenticate)
  await Promise.allSettled([(async () => authenticate())()])
  expect(messages).toHaveLength(1)
  return messages[0]
}

describe('the channel cognito-auth:authenticate', () => {
  it.each([
    ['authenticate()', () => authenticatorWith().authenticate(`Bearer ${token}`)],
    ['verify()', () => authenticatorWith().verify(token)],
    ['an adapter', () => accessAuthenticator(authenticatorWith()).authenticate(`Bearer ${token}`)],
  ])('tells of a success of %s, and nothing about the user', async (_, authenticate) => {
    expect(await messageAbout(authenticate)).toStrictEqual({
      result: 'success',
      tokenUse: 'access',
      userPoolId,
      cached: false,
      durationMs,
    })
  })

  it('names the kind of an ID token', async () => {
    const authenticator = authenticatorWith({ tokenUse: 'id' })
    const message = await messageAbout(() => authenticator.verify(signer.token({ claims: idClaims() })))
    expect(message).toMatchObject({ result: 'success', tokenUse: 'id' })
  })

  it('tells of a cache hit, which still needs no promise', async () => {
    const authenticator = authenticatorWith()
    await authenticator.verify(token)
    const { authenticate } = accessAuthenticator(authenticator)
    const message = await messageAbout(() => {
      expect(authenticate(`Bearer ${token}`)).toMatchObject({ userPoolId })
    })
    expect(message).toMatchObject({ result: 'success', cached: true, tokenUse: 'access', userPoolId })
  })

  it.each([
    ['a token that is none', 'Bearer abc', { reason: 'malformed_token' }],
    ['malformed credentials', 'Bearer a b', { reason: 'malformed_credentials' }],
    ['several credentials', ['a', 'b'], { reason: 'several_credentials' }],
    ['a forged token', `Bearer ${withBrokenSignature(token)}`, { reason: 'signature' }],
    [
      'an expired token',
      `Bearer ${signer.token({ claims: accessClaims({ exp: 1 }) })}`,
      { reason: 'expired', userPoolId },
    ],
    [
      'a token of another kind',
      `Bearer ${signer.token({ claims: idClaims() })}`,
      { reason: 'token_use', userPoolId },
    ],
  ])('tells why it refuses %s, and the user pool only after the signature', async (_, credentials, why) => {
    for (const isOptional of [false, true]) {
      const { authenticate } = accessAuthenticator(authenticatorWith())
      expect(await messageAbout(() => authenticate(credentials, isOptional))).toEqual({
        result: 'failure',
        ...why,
        cached: false,
        durationMs,
      })
    }
  })

  it.each([
    [undefined, 'no_credentials'],
    ['Basic YTpi', 'other_scheme'],
    [token, 'scheme_missing'],
  ])(
    'tells that there are no bearer credentials in %j, and the reason where they are required',
    async (credentials, reason) => {
      const { authenticate } = accessAuthenticator(authenticatorWith())
      const common = { result: 'none', cached: false, durationMs }
      expect(await messageAbout(() => authenticate(credentials))).toStrictEqual({ ...common, reason })
      expect(await messageAbout(() => authenticate(credentials, true))).toStrictEqual(common)
    },
  )

  it('tells that what verify() was given is no token', async () => {
    const message = await messageAbout(() => authenticatorWith().verify('a b'))
    expect(message).toMatchObject({ result: 'failure', reason: 'malformed_token' })
  })

  it('tells of a revoked token whether it was cached', async () => {
    let isRevoked = false
    const authenticator = authenticatorWith({ isRevoked: () => isRevoked })
    await authenticator.verify(token)
    isRevoked = true
    const revoked = { result: 'failure', reason: 'revoked', userPoolId, durationMs }
    expect(await messageAbout(() => authenticator.verify(token))).toEqual({ ...revoked, cached: true })
    const other = signer.token({ claims: accessClaims({ jti: 'other' }) })
    expect(await messageAbout(() => authenticator.verify(other))).toEqual({ ...revoked, cached: false })
  })

  it('tells of a failure without a reason when something unexpected happens, with a promise or without', async () => {
    let fail: () => boolean | Promise<boolean> = () => false
    const authenticator = authenticatorWith({ isRevoked: () => fail() })
    await authenticator.verify(token)
    const unexpected = { result: 'failure', cached: true, durationMs }
    fail = () => {
      throw new Error('a secret')
    }
    expect(await messageAbout(() => authenticator.verify(token))).toStrictEqual(unexpected)
    fail = () => Promise.reject(new Error('a secret'))
    expect(await messageAbout(() => authenticator.verify(token))).toStrictEqual(unexpected)
  })

  it('tells the reason of a 503 that isRevoked throws', async () => {
    const isRevoked = () => {
      throw new KeysUnavailableError()
    }
    const message = await messageAbout(() => authenticatorWith({ isRevoked }).verify(token))
    expect(message).toMatchObject({ result: 'failure', reason: 'keys_unavailable' })
  })

  it('measures with the waiting', async () => {
    const isRevoked = () => new Promise<boolean>((resolve) => setTimeout(resolve, 20, false))
    const start = performance.now()
    const message = await messageAbout(() => authenticatorWith({ isRevoked }).verify(token))
    expect(Object(message)).toMatchObject({ result: 'success' })
    expect(Object(message).durationMs).toBeGreaterThanOrEqual(15)
    expect(Object(message).durationMs).toBeLessThanOrEqual(performance.now() - start)
  })

  it('changes no result when a subscriber throws', async () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    subscribeForTest(channels.authenticate, () => {
      throw new Error('a fault of the subscriber')
    })
    const authenticator = authenticatorWith()
    expect(await authenticator.verify(token)).toMatchObject({ userPoolId })
    await expect(authenticator.verify('abc')).rejects.toMatchObject({ reason: 'malformed_token' })
    const { authenticate } = accessAuthenticator(authenticator)
    expect(authenticate(`Bearer ${token}`)).toMatchObject({ userPoolId })
  })

  it('measures nothing without a subscriber', async () => {
    const authenticator = authenticatorWith()
    const { authenticate } = accessAuthenticator(authenticator)
    await authenticator.verify(token)
    const clock = vi.spyOn(performance, 'now')
    void authenticate(`Bearer ${token}`)
    expect(clock).not.toHaveBeenCalled()
    messagesOf(channels.authenticate)
    void authenticate(`Bearer ${token}`)
    expect(clock).toHaveBeenCalledTimes(2)
  })
})

describe('findUserId', () => {
  it('finds the user of a success, and nobody for other messages', async () => {
    const authenticator = authenticatorWith({ userIdClaim: 'username' })
    expect(findUserId(Object(await messageAbout(() => authenticator.verify(token))))).toBe('alice')
    expect(findUserId(Object(await messageAbout(() => authenticator.verify('abc'))))).toBeUndefined()
    expect(findUserId({})).toBeUndefined()
  })

  it('finds the user of a success in another copy of the package', async () => {
    const copy = loadSecondCopy('@cognito-auth/core') as { createAuthenticator: typeof createAuthenticator }
    expect(copy.createAuthenticator).not.toBe(createAuthenticator)
    const authenticator = copy.createAuthenticator({ userPoolId, clientId, jwks: { keys: [signer.jwk] } })
    expect(findUserId(Object(await messageAbout(() => authenticator.verify(token))))).toBe(accessClaims().sub)
  })
})
