import { inspect } from 'node:util'
import { createTestUserPool } from '@cognito-auth/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { levels, memoryLog } from '../../../../test/support/log.ts'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import { ConfigurationError } from '../../dist/refusal/configuration-error.js'
import {
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  RevocationsUnavailableError,
  UnauthenticatedError,
} from '../../dist/refusal/errors.js'
import type { CognitoAuthOptions } from '../../dist/types/options.js'
import type { Principal } from '../../dist/types/principal.js'
import type { Revocations, Verdict } from '../../dist/types/revocations.js'
import { VerificationKey } from '../../dist/keys/verification-key.js'
import { failEngine } from '../support/engine.ts'
import { now, setClock, useFrozenClock } from '../support/clock.ts'
import { createKeyServer, heldReply, settle } from '../support/key-server.ts'
import { fromJavaScript, refusalOf, rejectionOf } from '../support/refusal.ts'
import {
  accessClaims,
  clientId,
  createSigner,
  idClaims,
  userPoolId,
  withBrokenSignature,
} from '../support/signer.ts'

useFrozenClock()
afterEach(() => {
  vi.restoreAllMocks()
})

const signer = createSigner('key-1')
const options = { userPoolId, clientId, jwks: { keys: [signer.jwk] } }

/** Counts RSA verifications from now on. */
function countVerifications() {
  return vi.spyOn(VerificationKey.prototype, 'verify')
}

/** A different token for each name. */
function tokenOf(jti: string, claims: object = {}) {
  return signer.token({ claims: accessClaims({ jti, ...claims }) })
}

describe('authenticate', () => {
  const authenticator = createAuthenticator(options)

  it('returns the principal of a bearer token, with the scheme in any case', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const principal = await authenticator.authenticate(`${scheme} ${signer.token()}`)
      expect(principal).toMatchObject({ kind: 'user', username: 'alice' })
    }
    await expect(authenticator.authenticate([`Bearer ${signer.token()}`])).resolves.toBeDefined()
  })

  it.each([
    ['no field', undefined, UnauthenticatedError, 'no_credentials'],
    ['an empty value', '', UnauthenticatedError, 'no_credentials'],
    ['no value', [], UnauthenticatedError, 'no_credentials'],
    ['another scheme', 'Basic YTpi', UnauthenticatedError, 'other_scheme'],
    ['the scheme alone', 'Bearer', UnauthenticatedError, 'no_credentials'],
    ['two tokens', 'Bearer abc def', InvalidRequestError, 'malformed_credentials'],
    ['a tab', 'Bearer\tabc', InvalidRequestError, 'malformed_credentials'],
    ['quotes', 'Bearer "abc"', InvalidRequestError, 'malformed_credentials'],
    [
      'several credentials in one value',
      'Bearer abc, Bearer def',
      InvalidRequestError,
      'malformed_credentials',
    ],
    ['a valid token and a comma', `Bearer ${signer.token()},`, InvalidRequestError, 'malformed_credentials'],
    ['a valid token and a space', `Bearer ${signer.token()} `, InvalidRequestError, 'malformed_credentials'],
    ['two values', ['Bearer abc', 'Bearer abc'], InvalidRequestError, 'several_credentials'],
    ['an opaque token', 'Bearer abc', InvalidTokenError, 'malformed_token'],
    ['a token with padding', `Bearer ${signer.token()}=`, InvalidTokenError, 'malformed_token'],
    ['a broken signature', `Bearer ${withBrokenSignature(signer.token())}`, InvalidTokenError, 'signature'],
  ])('rejects %s', async (_, authorization, errorClass, reason) => {
    const error = await refusalOf(authenticator.authenticate(authorization))
    expect(error).toBeInstanceOf(errorClass)
    expect(error.reason).toBe(reason)
  })

  it('rejects junk of 65,536 characters as a token, and longer junk as a request', async () => {
    const longest = 'a'.repeat(65_536)
    expect(await refusalOf(authenticator.authenticate(`Bearer ${longest}`))).toMatchObject({
      statusCode: 401,
      reason: 'malformed_token',
    })
    expect(await refusalOf(authenticator.authenticate(`Bearer ${longest}a`))).toMatchObject({
      statusCode: 400,
      reason: 'malformed_credentials',
    })
  })

  it('returns a promise that rejects, and does not throw', () => {
    const result = authenticator.authenticate(undefined)
    expect(result).toBeInstanceOf(Promise)
    return expect(result).rejects.toBeInstanceOf(UnauthenticatedError)
  })

  it('reads null, which Headers.get() returns, as no credentials', async () => {
    expect(await refusalOf(authenticator.authenticate(fromJavaScript(null)))).toMatchObject({
      reason: 'no_credentials',
    })
  })
})

describe('verify', () => {
  const authenticator = createAuthenticator(options)

  it('returns the principal of a bare token', async () => {
    await expect(authenticator.verify(signer.token())).resolves.toMatchObject({ username: 'alice' })
  })

  it.each([
    ['an empty string', ''],
    ['a header value', `Bearer ${signer.token()}`],
    ['a token and a space', `${signer.token()} `],
    ['a string that is too long', 'a'.repeat(65_537)],
  ])('rejects %s as a malformed token', async (_, token) => {
    const error = await refusalOf(authenticator.verify(token))
    expect(error).toBeInstanceOf(InvalidTokenError)
    expect(error).toMatchObject({ statusCode: 401, code: 'token_invalid', reason: 'malformed_token' })
  })

  it('rejects with an unexpected error, not a refusal, if verification throws', async () => {
    failEngine(new Error('out of memory'))
    const { fetch } = createKeyServer(signer.jwk)
    const fetching = createAuthenticator({ userPoolId, clientId, keys: { fetch } })
    const error = await rejectionOf(fetching.verify(signer.token()))
    expect(error).toMatchObject({ message: 'A token could not be verified' })
    expect(error).not.toHaveProperty('statusCode')
  })
})

describe('cached tokens', () => {
  it('are not verified again, in a header or bare', async () => {
    const verifications = countVerifications()
    const authenticator = createAuthenticator(options)
    const token = signer.token()
    const first = await authenticator.authenticate(`Bearer ${token}`)
    const second = await authenticator.authenticate(`bearer   ${token}`)
    expect(second).toEqual(first)
    expect(await authenticator.verify(token)).toBe(second)
    expect(verifications).toHaveBeenCalledTimes(1)
  })

  it('are verified again each time with tokenCache: false', async () => {
    const verifications = countVerifications()
    const authenticator = createAuthenticator({ ...options, tokenCache: false })
    const token = signer.token()
    const first = await authenticator.verify(token)
    expect(await authenticator.verify(token)).not.toBe(first)
    expect(verifications).toHaveBeenCalledTimes(2)
  })

  it('are not shared between authenticators', async () => {
    const verifications = countVerifications()
    const token = signer.token()
    await createAuthenticator(options).verify(token)
    await createAuthenticator(options).verify(token)
    expect(verifications).toHaveBeenCalledTimes(2)
    expect(
      await refusalOf(createAuthenticator({ ...options, clientId: 'other' }).verify(token)),
    ).toMatchObject({
      reason: 'client',
    })
  })

  it('are found by the whole token: the same claims with another signature are another token', async () => {
    const authenticator = createAuthenticator(options)
    const token = signer.token()
    await authenticator.verify(token)
    expect(await refusalOf(authenticator.verify(withBrokenSignature(token)))).toMatchObject({
      reason: 'signature',
    })
    for (const length of [-1, -10, -300]) {
      expect(await refusalOf(authenticator.verify(token.slice(0, length)))).toMatchObject({ statusCode: 401 })
    }
  })

  it('expire with the token, to the millisecond', async () => {
    const authenticator = createAuthenticator(options)
    const token = tokenOf('one', { exp: now + 60 })
    await authenticator.verify(token)
    setClock(59.999)
    await expect(authenticator.verify(token)).resolves.toBeDefined()
    setClock(60)
    expect(await refusalOf(authenticator.verify(token))).toMatchObject({ reason: 'expired', userPoolId })
  })

  it('expire after the clock tolerance', async () => {
    const authenticator = createAuthenticator({ ...options, graceSeconds: 30 })
    const token = tokenOf('one', { exp: now + 60 })
    await authenticator.verify(token)
    setClock(89.999)
    await expect(authenticator.verify(token)).resolves.toBeDefined()
    setClock(90)
    expect(await refusalOf(authenticator.verify(token))).toMatchObject({ reason: 'expired' })
  })

  it('are refused before nbf if the clock is set back', async () => {
    const authenticator = createAuthenticator(options)
    const token = tokenOf('one', { nbf: now })
    await authenticator.verify(token)
    setClock(-0.001)
    expect(await refusalOf(authenticator.verify(token))).toMatchObject({ reason: 'not_yet_valid' })
    setClock(0)
    await expect(authenticator.verify(token)).resolves.toBeDefined()
  })

  it('are refused once their key has left the set', async () => {
    const server = createKeyServer(signer.jwk)
    const authenticator = createAuthenticator({ userPoolId, clientId, keys: { fetch: server.fetch } })
    const token = signer.token()
    await authenticator.verify(token)
    server.serve(createSigner('key-2').jwk)
    setClock(600)
    await authenticator.verify(token)
    setClock(600.001)
    // The old keys are used until the refresh that this starts has ended.
    await authenticator.verify(token)
    await settle()
    expect(await refusalOf(authenticator.verify(token))).toMatchObject({ reason: 'kid_unknown' })
  })

  it('are refused once their key has new material under the same kid', async () => {
    const successor = createSigner('key-1')
    const server = createKeyServer(signer.jwk)
    const authenticator = createAuthenticator({ userPoolId, clientId, keys: { fetch: server.fetch } })
    const token = signer.token()
    await authenticator.verify(token)
    server.serve(successor.jwk)
    setClock(601)
    await authenticator.verify(token)
    await settle()
    expect(await refusalOf(authenticator.verify(token))).toMatchObject({ reason: 'signature' })
    await expect(authenticator.verify(successor.token())).resolves.toBeDefined()
  })

  it('stay in the cache if a refresh returns the same key', async () => {
    const verifications = countVerifications()
    const server = createKeyServer(signer.jwk)
    const authenticator = createAuthenticator({ userPoolId, clientId, keys: { fetch: server.fetch } })
    const token = signer.token()
    await authenticator.verify(token)
    setClock(601)
    await authenticator.verify(token)
    await settle()
    await authenticator.verify(token)
    expect(server.urls).toHaveLength(2)
    expect(verifications).toHaveBeenCalledTimes(1)
  })

  it('need usable keys: without them they are a 503 like all other tokens', async () => {
    const server = createKeyServer(signer.jwk)
    const keys = { fetch: server.fetch, maxStaleSeconds: 1000 }
    const authenticator = createAuthenticator({ userPoolId, clientId, keys })
    const token = tokenOf('one', { exp: now + 5000 })
    await authenticator.verify(token)
    server.reply(() => new Response(null, { status: 500 }))
    setClock(1000)
    await expect(authenticator.verify(token)).resolves.toBeDefined()
    await settle()
    setClock(1000.001)
    expect(await refusalOf(authenticator.verify(token))).toMatchObject({ statusCode: 503 })
  })

  it('are evicted for newer ones, the least recently used first', async () => {
    const verifications = countVerifications()
    const authenticator = createAuthenticator({ ...options, tokenCache: { maxEntries: 2 } })
    const [one, two, three] = [tokenOf('one'), tokenOf('two'), tokenOf('three')]
    await authenticator.verify(one)
    await authenticator.verify(two)
    await authenticator.verify(one)
    await authenticator.verify(three)
    expect(verifications).toHaveBeenCalledTimes(3)
    await authenticator.verify(one)
    await authenticator.verify(three)
    expect(verifications).toHaveBeenCalledTimes(3)
    await authenticator.verify(two)
    expect(verifications).toHaveBeenCalledTimes(4)
  })

  it('are up to 1000 by default', async () => {
    const verifications = countVerifications()
    const authenticator = createAuthenticator(options)
    const tokens = Array.from({ length: 1001 }, (_, index) => tokenOf(String(index)))
    const [first = '', second = ''] = tokens
    for (const token of tokens.slice(0, 1000)) await authenticator.verify(token)
    await authenticator.verify(first)
    expect(verifications).toHaveBeenCalledTimes(1000)
    await authenticator.verify(tokens[1000] ?? '')
    await authenticator.verify(first)
    expect(verifications).toHaveBeenCalledTimes(1001)
    await authenticator.verify(second)
    expect(verifications).toHaveBeenCalledTimes(1002)
  })

  it('are never evicted for refused tokens', async () => {
    const verifications = countVerifications()
    const authenticator = createAuthenticator({ ...options, tokenCache: { maxEntries: 1 } })
    const good = tokenOf('good')
    await authenticator.verify(good)
    for (const refused of [
      'abc',
      tokenOf('expired', { exp: now - 1 }),
      tokenOf('other client', { client_id: 'other' }),
      withBrokenSignature(tokenOf('forged')),
      createSigner('key-2').token(),
    ]) {
      await refusalOf(authenticator.verify(refused))
    }
    verifications.mockClear()
    await authenticator.verify(good)
    expect(verifications).not.toHaveBeenCalled()
  })

  it('are never evicted for a token that isRevoked refuses or fails for', async () => {
    const verifications = countVerifications()
    const authenticator = createAuthenticator({
      ...options,
      tokenCache: { maxEntries: 1 },
      isRevoked: ({ claims }) => {
        if (claims.jti === 'broken') throw new Error('no database')
        return claims.jti === 'revoked'
      },
    })
    const good = tokenOf('good')
    await authenticator.verify(good)
    await rejectionOf(authenticator.verify(tokenOf('revoked')))
    await rejectionOf(authenticator.verify(tokenOf('broken')))
    verifications.mockClear()
    await authenticator.verify(good)
    expect(verifications).not.toHaveBeenCalled()
  })

  it('leave the cache before others once they are presented after their expiry', async () => {
    const verifications = countVerifications()
    const authenticator = createAuthenticator({ ...options, tokenCache: { maxEntries: 2 } })
    const [expiring, good, another] = [
      tokenOf('expiring', { exp: now + 60 }),
      tokenOf('good'),
      tokenOf('another'),
    ]
    await authenticator.verify(expiring)
    await authenticator.verify(good)
    setClock(60)
    await refusalOf(authenticator.verify(expiring))
    await authenticator.verify(another)
    verifications.mockClear()
    await authenticator.verify(good)
    expect(verifications).not.toHaveBeenCalled()
  })

  it('leave no trace of a token or of its claims on the authenticator', async () => {
    const authenticator = createAuthenticator(options)
    const token = signer.token()
    await authenticator.verify(token)
    const shown = inspect(authenticator, { depth: Infinity, showHidden: true })
    expect(shown).not.toContain(token.split('.')[2] ?? token)
    expect(shown).not.toContain('alice')
    expect(Object.keys(authenticator).toSorted()).toEqual(['answer', 'authenticate', 'ready', 'verify'])
  })
})

describe('principal', () => {
  it('is frozen, so that one request cannot change it for the next', async () => {
    const authenticator = createAuthenticator(options)
    const token = tokenOf('one', { 'cognito:groups': ['admin'], nested: { deep: ['a'] } })
    await authenticator.verify(token)
    const principal = await authenticator.verify(token)
    expect(await authenticator.verify(token)).toBe(principal)
    for (const part of [
      principal,
      principal.groups,
      principal.scopes,
      principal.claims,
      principal.claims.nested,
    ]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
    expect(JSON.stringify(principal)).not.toContain(token)
  })
})

describe('isRevoked', () => {
  const authenticatorWith = (answer: (principal: Principal) => unknown, others: CognitoAuthOptions = {}) => {
    const isRevoked = vi.fn<(principal: Principal) => boolean>()
    isRevoked.mockImplementation((principal) => fromJavaScript(answer(principal)))
    return { isRevoked, authenticator: createAuthenticator({ ...options, ...others, isRevoked }) }
  }

  it.each([
    ['false', () => false],
    ['a promise of false', () => Promise.resolve(false)],
  ])('accepts a token with %s', async (_, answer) => {
    const { authenticator } = authenticatorWith(answer)
    await expect(authenticator.verify(signer.token())).resolves.toMatchObject({ username: 'alice' })
  })

  it.each([
    ['true', () => true],
    ['a promise of true', () => Promise.resolve(true)],
  ])('rejects a token with %s', async (_, answer) => {
    const { authenticator } = authenticatorWith(answer)
    const error = await refusalOf(authenticator.authenticate(`Bearer ${signer.token()}`))
    expect(error).toBeInstanceOf(InvalidTokenError)
    expect(error).toMatchObject({ statusCode: 401, code: 'token_revoked', reason: 'revoked', userPoolId })
  })

  it.each([
    ['undefined', () => undefined],
    ['a promise of undefined', () => Promise.resolve()],
  ])('is an unexpected error, and not a refusal, with %s', async (_, answer) => {
    const { authenticator } = authenticatorWith(answer)
    for (const result of [
      authenticator.verify(signer.token()),
      authenticator.authenticate(`Bearer ${signer.token()}`),
    ]) {
      const error = await rejectionOf(result)
      expect(error).toMatchObject({ name: 'TypeError', message: 'isRevoked must return true or false' })
      expect(error).not.toHaveProperty('statusCode')
      expect(error).not.toHaveProperty('status')
    }
  })

  it('is an unexpected error if it throws', async () => {
    const fault = new Error('no database')
    const { authenticator } = authenticatorWith(() => Promise.reject(fault))
    const error = await rejectionOf(authenticator.verify(signer.token()))
    expect(error).toMatchObject({ message: 'isRevoked failed', cause: fault })
  })

  it('may throw an AuthError with status 503', async () => {
    const unavailable = new KeysUnavailableError()
    const { authenticator } = authenticatorWith(() => Promise.reject(unavailable))
    expect(await rejectionOf(authenticator.verify(signer.token()))).toBe(unavailable)
  })

  it('is asked each time, also about cached tokens', async () => {
    const verifications = countVerifications()
    let isRevoked = false
    const { authenticator, isRevoked: asked } = authenticatorWith(() => isRevoked)
    const token = signer.token()
    await authenticator.verify(token)
    const principal = await authenticator.authenticate(`Bearer ${token}`)
    expect(asked.mock.calls).toEqual([[principal], [principal]])

    isRevoked = true
    expect(await refusalOf(authenticator.verify(token))).toMatchObject({ reason: 'revoked', userPoolId })
    isRevoked = false
    await expect(authenticator.verify(token)).resolves.toBe(principal)
    expect(asked).toHaveBeenCalledTimes(4)
    expect(verifications).toHaveBeenCalledTimes(1)
  })

  it('is an unexpected error for a cached token, too, if it returns undefined', async () => {
    let answer: unknown = false
    const { authenticator } = authenticatorWith(() => answer)
    const token = signer.token()
    await authenticator.verify(token)
    answer = undefined
    await expect(authenticator.verify(token)).rejects.toThrow('isRevoked must return true or false')
  })

  it('is asked each time with tokenCache: false', async () => {
    const { authenticator, isRevoked } = authenticatorWith(() => false, { tokenCache: false })
    const token = signer.token()
    await authenticator.verify(token)
    await authenticator.verify(token)
    expect(isRevoked).toHaveBeenCalledTimes(2)
  })

  it('is asked last, and not about a token that is refused anyway', async () => {
    const { authenticator, isRevoked } = authenticatorWith(() => true)
    for (const token of ['abc', withBrokenSignature(signer.token()), tokenOf('expired', { exp: now })]) {
      expect(await refusalOf(authenticator.verify(token))).not.toMatchObject({ reason: 'revoked' })
    }
    expect(isRevoked).not.toHaveBeenCalled()
  })
})

describe('revocations', () => {
  const check = vi.fn<Revocations['check']>()
  const revocations: Revocations = { check, ready: () => Promise.resolve() }

  beforeEach(() => {
    check.mockReset().mockReturnValue({ revoked: false })
  })

  it.each([undefined, false] as const)(
    'are checked on each request and each verify(), cached or not, with tokenCache: %s',
    async (tokenCache) => {
      const authenticator = createAuthenticator({ ...options, tokenCache, revocations })
      const token = signer.token()
      const principal = await authenticator.verify(token)
      await authenticator.verify(token)
      await authenticator.authenticate(`Bearer ${token}`)
      expect(check.mock.calls).toEqual([[principal], [principal], [principal]])
    },
  )

  it('revoke a cached token at once, and answer like isRevoked', async () => {
    const authenticator = createAuthenticator({ ...options, revocations })
    const token = signer.token()
    await authenticator.verify(token)
    await authenticator.verify(token)
    for (const verdict of [{ revoked: true }, Promise.resolve({ revoked: true })]) {
      check.mockReturnValue(verdict)
      const error = await refusalOf(authenticator.authenticate(`Bearer ${token}`))
      expect(error).toBeInstanceOf(InvalidTokenError)
      expect(error).toMatchObject({ statusCode: 401, code: 'token_revoked', reason: 'revoked', userPoolId })
    }
    check.mockReturnValue({ revoked: false })
    await expect(authenticator.verify(token)).resolves.toBeDefined()
  })

  it('are asked before isRevoked, and not about a token that is refused anyway', async () => {
    const asked: string[] = []
    check.mockImplementation(() => {
      asked.push('revocations')
      return { revoked: false }
    })
    const isRevoked = () => {
      asked.push('isRevoked')
      return false
    }
    const authenticator = createAuthenticator({ ...options, revocations, isRevoked })
    await refusalOf(authenticator.verify(withBrokenSignature(signer.token())))
    await refusalOf(authenticator.verify(tokenOf('expired', { exp: now })))
    expect(asked).toEqual([])
    await authenticator.verify(signer.token())
    expect(asked).toEqual(['revocations', 'isRevoked'])
  })

  it('are a 503 with Retry-After and one warning with the cause if they are unavailable', async () => {
    const { logger, lines } = memoryLog()
    const cause = new Error('no store')
    const authenticator = createAuthenticator({ ...options, logger, revocations, realm: 'orders' })
    const token = signer.token()
    await authenticator.verify(token)
    const verdict: Verdict = { unavailable: cause }
    for (const answer of [verdict, Promise.resolve(verdict)]) {
      check.mockReturnValue(answer)
      const error = await refusalOf(authenticator.verify(token))
      expect(error).toBeInstanceOf(RevocationsUnavailableError)
      expect(error).toMatchObject({
        statusCode: 503,
        code: 'revocations_unavailable',
        reason: 'revocations_unavailable',
        userPoolId,
        message: 'Revocations cannot be checked at the moment',
      })
      expect(error.cause).toBe(cause)
      expect(authenticator.answer(error)).toEqual({
        statusCode: 503,
        headers: { 'Retry-After': '1', 'Cache-Control': 'no-store' },
        body: error.toJSON(),
      })
    }
    const line = {
      level: levels.warn,
      msg: 'request refused',
      code: 'revocations_unavailable',
      userPoolId,
      err: { message: 'no store' },
    }
    expect(lines).toMatchObject([line, line])
  })

  it.each([
    ['a throw', () => Promise.reject(new Error('bug'))],
    ['no verdict', () => undefined],
    ['a verdict that is not a boolean', () => ({ revoked: 'false' })],
  ])('are an unexpected error, never a pass, after %s', async (_, answer) => {
    const authenticator = createAuthenticator({ ...options, revocations })
    const token = signer.token()
    await authenticator.verify(token)
    check.mockImplementation(() => fromJavaScript(answer()))
    for (const result of [authenticator.verify(token), authenticator.verify(tokenOf('new'))]) {
      const error = await rejectionOf(result)
      expect(error).toMatchObject({ message: expect.stringMatching(/^revocations\.check\(\) /) })
      expect(error).not.toHaveProperty('statusCode')
    }
  })

  it('let no token enter the cache that they refuse or fail for', async () => {
    const verifications = countVerifications()
    const authenticator = createAuthenticator({ ...options, tokenCache: { maxEntries: 1 }, revocations })
    const good = tokenOf('good')
    await authenticator.verify(good)
    for (const verdict of [{ revoked: true }, { unavailable: 'x' }, undefined]) {
      check.mockReturnValue(fromJavaScript(verdict))
      await rejectionOf(authenticator.verify(tokenOf('other')))
    }
    verifications.mockClear()
    check.mockReturnValue({ revoked: false })
    await authenticator.verify(good)
    expect(verifications).not.toHaveBeenCalled()
  })
})

describe('groupsClaim', () => {
  it.each([
    ['custom:roles', ['admin', 'ops'], ['admin', 'ops']],
    ['custom:roles', 'admin,ops staff', ['admin,ops staff']],
    ['custom:roles', '', []],
    ['custom:roles', undefined, []],
    ['custom:roles', 7, []],
    ['custom:roles', ['admin', 7], []],
    ['cognito:groups', ['admin'], ['admin']],
    ['cognito:groups', 'admin', []],
  ])('%s with the value %j gives the groups %j', async (groupsClaim, value, groups) => {
    const authenticator = createAuthenticator({ ...options, groupsClaim })
    const token = tokenOf('one', { 'cognito:groups': ['other'], [groupsClaim]: value })
    expect((await authenticator.verify(token)).groups).toEqual(groups)
    expect((await authenticator.verify(token)).groups).toEqual(groups)
  })
})

describe('alternatives in userPools', () => {
  it('accept ID tokens of one client and access tokens of another, and nothing in between', async () => {
    const { jwks } = options
    const authenticator = createAuthenticator({
      userPools: [
        { userPoolId, clientId: 'web', tokenUse: 'id', jwks },
        { userPoolId, clientId: 'mobile', jwks },
      ],
    })
    const id = (aud: string) => signer.token({ claims: idClaims({ aud }) })
    const access = (client: string) => tokenOf('one', { client_id: client })
    expect(await authenticator.verify(id('web'))).toMatchObject({ tokenUse: 'id', clientId: 'web' })
    expect(await authenticator.verify(access('mobile'))).toMatchObject({
      tokenUse: 'access',
      clientId: 'mobile',
    })
    for (const token of [id('mobile'), access('web')])
      expect(await refusalOf(authenticator.verify(token))).toMatchObject({
        statusCode: 401,
        reason: 'client',
      })
  })
})

describe('ready', () => {
  const revocationsThat = (ready: Revocations['ready']): Revocations => ({
    check: () => ({ revoked: false }),
    ready,
  })

  it('loads the revocations, too', async () => {
    const load = vi.fn<() => Promise<void>>(() => Promise.resolve())
    await createAuthenticator({ ...options, revocations: revocationsThat(load) }).ready()
    expect(load).toHaveBeenCalledOnce()
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('no store'))],
    [
      'throws',
      () => {
        throw new Error('no store')
      },
    ],
  ])('rejects with a 503 that is not exposed if the list of revocations %s', async (_, load) => {
    const authenticator = createAuthenticator({
      ...options,
      realm: 'orders',
      revocations: revocationsThat(load),
    })
    const error = await refusalOf(authenticator.ready())
    expect(error).toBeInstanceOf(RevocationsUnavailableError)
    expect(error).toMatchObject({
      statusCode: 503,
      code: 'revocations_unavailable',
      message: 'The list of revocations could not be loaded',
      cause: { message: 'no store' },
      expose: false,
    })
    expect(error.toJSON().message).toBe('Revocations cannot be checked at the moment')
  })

  const ready = (pools: number, reply: (url: string) => Response) => {
    const server = createKeyServer()
    server.reply(reply)
    const userPools = Array.from({ length: pools }, (_, index) => ({
      userPoolId: `us-east-1_EXAMPLE${index + 1}`,
      clientId,
    }))
    const authenticator = createAuthenticator({ userPools, keys: { fetch: server.fetch } })
    return { server, authenticator }
  }
  const good = () => Response.json({ keys: [signer.jwk] })
  const bad = () => new Response(null, { status: 500 })

  it('fetches the keys once', async () => {
    const { server, authenticator } = ready(1, good)
    await authenticator.ready()
    await authenticator.ready()
    await authenticator.verify(signer.token())
    expect(server.urls).toHaveLength(1)
  })

  it('shares the fetch of a request', async () => {
    const { server, authenticator } = ready(1, good)
    const held = heldReply()
    server.reply(held.reply)
    const outcomes = Promise.all([
      authenticator.verify(signer.token()),
      authenticator.ready(),
      authenticator.ready(),
    ])
    await settle()
    held.release(good())
    await outcomes
    expect(server.urls).toHaveLength(1)
  })

  it('names each pool without keys, and no other', async () => {
    const { authenticator } = ready(3, (url) => (url.includes('EXAMPLE2') ? good() : bad()))
    const error = await refusalOf(authenticator.ready())
    expect(error).toBeInstanceOf(KeysUnavailableError)
    expect(error.message).toContain('us-east-1_EXAMPLE1')
    expect(error.message).toContain('us-east-1_EXAMPLE3')
    expect(error.message).not.toContain('us-east-1_EXAMPLE2')
    expect(error.cause).toMatchObject({ name: 'KeyFetchError', status: 500 })
    expect(JSON.stringify(error)).not.toContain('us-east-1')
    expect(error.expose).toBe(false)
  })

  it('resolves if one of the two URLs of a pool has keys', async () => {
    const { authenticator } = ready(1, (url) => (url.includes('issuer-cognito-idp') ? good() : bad()))
    await expect(authenticator.ready()).resolves.toBeUndefined()
  })

  it('does not fetch during the cool-down', async () => {
    const { server, authenticator } = ready(1, bad)
    await refusalOf(authenticator.ready())
    const asked = server.urls.length
    server.reply(good)
    setClock(0.999)
    expect(await refusalOf(authenticator.ready())).toMatchObject({ statusCode: 503 })
    expect(server.urls).toHaveLength(asked)
    setClock(1)
    await authenticator.ready()
    expect(server.urls).toHaveLength(asked + 1)
  })

  it('says when to retry: after the rest of the cool-down', async () => {
    const { authenticator } = ready(1, bad)
    const retryAfter = async (seconds: number) => {
      setClock(seconds)
      return (await refusalOf(authenticator.ready())).headers['Retry-After']
    }
    // Pauses of 1, 2 and 4 seconds.
    expect([await retryAfter(0), await retryAfter(1), await retryAfter(3), await retryAfter(4.5)]).toEqual([
      '1',
      '2',
      '4',
      '3',
    ])
  })

  it('resolves at once if the keys were given', async () => {
    await expect(createAuthenticator(options).ready()).resolves.toBeUndefined()
  })
})

describe('answer', () => {
  it('has the realm and the metadata URL of the authenticator for any error', () => {
    const authenticator = createAuthenticator({
      ...options,
      realm: 'orders "v2"',
      resourceMetadata: 'https://api.example.com/.well-known/oauth-protected-resource',
    })
    expect(authenticator.answer(new ForbiddenError({ scope: 'orders/read' }))).toEqual({
      statusCode: 403,
      headers: {
        'WWW-Authenticate':
          'Bearer realm="orders \\"v2\\"", error="insufficient_scope", scope="orders/read", ' +
          'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"',
        'Cache-Control': 'no-store',
      },
      body: {
        statusCode: 403,
        code: 'forbidden',
        error: 'Forbidden',
        message: 'The token does not permit this',
      },
    })
  })

  it('equals what the errors of the authenticator carry', async () => {
    const authenticator = createAuthenticator({ ...options, realm: 'orders' })
    for (const authorization of [undefined, 'Bearer a b', 'Bearer abc']) {
      const error = await refusalOf(authenticator.authenticate(authorization))
      const { statusCode, headers, body } = authenticator.answer(error)
      expect(error).toMatchObject({ statusCode, headers })
      expect(error.toJSON()).toEqual(body)
      expect(headers['WWW-Authenticate']).toContain('realm="orders"')
    }
  })

  it('has a body of its own: changing one changes neither the next nor the error', () => {
    const authenticator = createAuthenticator(options)
    const error = new ForbiddenError()
    const { body } = authenticator.answer(error)
    Object.assign(body, { requestId: '7', message: 'changed' })
    const unchanged = {
      statusCode: 403,
      code: 'forbidden',
      error: 'Forbidden',
      message: 'The token does not permit this',
    }
    expect(authenticator.answer(error).body).toEqual(unchanged)
    expect(authenticator.answer(new ForbiddenError()).body).toEqual(unchanged)
    expect(error.toJSON()).toEqual(unchanged)
  })

  it('keeps Retry-After', () => {
    const error = new KeysUnavailableError({ retryAfterSeconds: 7 })
    expect(createAuthenticator(options).answer(error).headers).toEqual({
      'Retry-After': '7',
      'Cache-Control': 'no-store',
    })
  })
})

describe('logger', () => {
  it('gets a line for a 503 that isRevoked throws', async () => {
    const { logger, lines } = memoryLog()
    const isRevoked = () => Promise.reject(new KeysUnavailableError({ cause: new Error('no store') }))
    const authenticator = createAuthenticator({ ...options, logger, isRevoked })
    await refusalOf(authenticator.verify(signer.token()))
    expect(lines).toMatchObject([
      { level: levels.warn, code: 'keys_unavailable', err: { message: 'no store' } },
    ])
  })

  it.each([
    ['no credentials', undefined, { code: 'credentials_missing', reason: 'no_credentials' }],
    [
      'malformed credentials',
      'Bearer a b',
      { code: 'credentials_malformed', reason: 'malformed_credentials' },
    ],
    ['an opaque token', 'Bearer abc', { code: 'token_invalid', reason: 'malformed_token' }],
    [
      'a forged token',
      `Bearer ${withBrokenSignature(signer.token())}`,
      { code: 'token_invalid', reason: 'signature' },
    ],
  ])('gets one line without a pool for %s', async (_, authorization, fields) => {
    const { logger, lines } = memoryLog()
    const authenticator = createAuthenticator({ ...options, logger })
    await refusalOf(authenticator.authenticate(authorization))
    expect(lines).toEqual([
      {
        level: levels.info,
        time: expect.any(Number),
        pid: expect.any(Number),
        hostname: expect.any(String),
        msg: 'request refused',
        ...fields,
      },
    ])
  })

  it('gets one line with the pool for a token that the pool signed', async () => {
    const { logger, lines } = memoryLog()
    const authenticator = createAuthenticator({ ...options, logger, isRevoked: () => true })
    await refusalOf(authenticator.verify(tokenOf('expired', { exp: now })))
    await refusalOf(authenticator.verify(tokenOf('revoked')))
    expect(lines).toMatchObject([
      { level: levels.info, code: 'token_expired', reason: 'expired', userPoolId },
      { level: levels.info, code: 'token_revoked', reason: 'revoked', userPoolId },
    ])
  })

  it('gets one warning with the cause if keys are unavailable', async () => {
    const { logger, lines } = memoryLog()
    const { fetch, reply } = createKeyServer()
    reply(() => new Response(null, { status: 500 }))
    const authenticator = createAuthenticator({ userPoolId, clientId, logger, keys: { fetch } })
    await refusalOf(authenticator.verify(signer.token()))
    expect(lines).toMatchObject([
      {
        level: levels.warn,
        code: 'keys_unavailable',
        reason: 'keys_unavailable',
        err: { type: 'KeyFetchError', message: expect.stringContaining('answers 500') },
        msg: 'request refused',
      },
    ])
  })

  it('gets nothing for valid tokens, cached or not, nor for unexpected errors', async () => {
    const { logger, lines } = memoryLog()
    let answer: unknown = false
    const isRevoked = (): boolean => fromJavaScript(answer)
    const authenticator = createAuthenticator({ ...options, logger, isRevoked })
    const token = signer.token()
    await authenticator.verify(token)
    await authenticator.verify(token)
    answer = 'junk'
    await rejectionOf(authenticator.verify(token))
    expect(lines).toEqual([])
  })

  it('never gets a token, a claim, or text of a token that was not verified', async () => {
    const { logger, lines } = memoryLog()
    const authenticator = createAuthenticator({ ...options, logger })
    const tokens = [
      tokenOf('tell-tale', { exp: now, username: 'tell-tale', email: 'tell-tale@example.com' }),
      tokenOf('tell-tale', { client_id: 'tell-tale' }),
      tokenOf('tell-tale', { iss: 'https://tell-tale.example.com' }),
      signer.token({ header: { alg: 'RS256', kid: 'tell-tale' } }),
      signer.token({ header: { alg: 'tell-tale', kid: 'tell-tale' } }),
      'tell-tale',
      'tell tale',
    ]
    for (const token of tokens) await refusalOf(authenticator.authenticate(`Bearer ${token}`))
    expect(lines).toHaveLength(tokens.length)
    const log = JSON.stringify(lines)
    expect(log).not.toMatch(/tell.tale/)
    for (const segment of tokens.flatMap((token) => token.split('.'))) expect(log).not.toContain(segment)
  })

  it('gets one warning for a refresh that failed, while tokens are still accepted', async () => {
    const { logger, lines } = memoryLog()
    const server = createKeyServer(signer.jwk)
    const authenticator = createAuthenticator({ userPoolId, clientId, logger, keys: { fetch: server.fetch } })
    const token = signer.token()
    await authenticator.verify(token)
    server.reply(() => new Response(null, { status: 500 }))
    setClock(601)
    await authenticator.verify(token)
    await settle()
    await authenticator.verify(token)
    expect(lines).toMatchObject([
      { level: levels.warn, reason: 'keys_unavailable', msg: 'keys could not be refreshed' },
    ])
  })
})

describe('createAuthenticator', () => {
  it('is the production path with the keys of createTestUserPool', async () => {
    const pool = await createTestUserPool()
    const authenticator = createAuthenticator(pool.options)
    const principal = await authenticator.authenticate(pool.bearer({ groups: ['admin'] }))
    expect(principal.groups).toEqual(['admin'])
    expect(await refusalOf(authenticator.authenticate(pool.bearer({ expiresInSeconds: 0 })))).toMatchObject({
      code: 'token_expired',
    })
  })

  it('says that an authenticator reads no cookies', () => {
    const misplaced = { ...options, tokenFrom: { cookie: 'id' } }
    const create = () => createAuthenticator(fromJavaScript(misplaced))
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow('Pass tokenFrom to requireAuth() or cognitoAuth, next to authenticator.')
    expect(() => createAuthenticator(fromJavaScript('tokenFrom'))).toThrow('options is')
  })

  it('returns functions that need no this', async () => {
    const { verify, authenticate, ready, answer } = createAuthenticator(options)
    await ready()
    await expect(verify(signer.token())).resolves.toBeDefined()
    await expect(authenticate(`Bearer ${signer.token()}`)).resolves.toBeDefined()
    expect(answer(new UnauthenticatedError()).statusCode).toBe(401)
  })
})
