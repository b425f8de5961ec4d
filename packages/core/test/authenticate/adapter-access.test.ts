import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryLog } from '../../../../test/support/log.ts'
import { accessAuthenticator } from '../../dist/authenticate/adapter-access.js'
import type { Authenticator } from '../../dist/authenticate/authenticator.js'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import { ForbiddenError, InvalidRequestError, UnauthenticatedError } from '../../dist/refusal/errors.js'
import { setClock, useFrozenClock } from '../support/clock.ts'
import { createKeyServer, settle } from '../support/key-server.ts'
import { fromJavaScript, rejectionOf } from '../support/refusal.ts'
import { accessClaims, clientId, createSigner, userPoolId } from '../support/signer.ts'

useFrozenClock()
afterEach(() => {
  vi.restoreAllMocks()
})

const signer = createSigner('key-1')
const options = { userPoolId, clientId, jwks: { keys: [signer.jwk] } }

/** A different token for each name. */
function tokenOf(jti: string) {
  return signer.token({ claims: accessClaims({ jti }) })
}

describe('accessAuthenticator', () => {
  it('authenticates without logging, and gives the logger to the adapter', async () => {
    const { logger, lines } = memoryLog()
    const access = accessAuthenticator(createAuthenticator({ ...options, logger }))
    expect(access.logger).toBe(logger)
    expect(await access.authenticate('Bearer abc')).toMatchObject({ reason: 'malformed_token' })
    expect(lines).toEqual([])
    expect(accessAuthenticator(createAuthenticator(options)).logger).toBeUndefined()
  })

  it('returns errors with the challenge of the authenticator', () => {
    const { authenticate } = accessAuthenticator(createAuthenticator({ ...options, realm: 'orders' }))
    expect(authenticate(undefined)).toMatchObject({
      headers: { 'WWW-Authenticate': 'Bearer realm="orders"' },
    })
  })

  it('needs a promise only to fetch keys or to await isRevoked', async () => {
    const header = `Bearer ${signer.token()}`
    const access = accessAuthenticator(createAuthenticator(options))
    expect(access.authenticate(undefined)).toBeInstanceOf(UnauthenticatedError)
    expect(await access.authenticate('Bearer a b')).toBeInstanceOf(InvalidRequestError)
    const principal = access.authenticate(header)
    expect(principal).toMatchObject({ userPoolId })
    expect(access.authenticate(header)).toEqual(principal)
    const { fetch } = createKeyServer(signer.jwk)
    const fetching = accessAuthenticator(createAuthenticator({ userPoolId, clientId, keys: { fetch } }))
    const first = fetching.authenticate(header)
    expect(first).toBeInstanceOf(Promise)
    expect(await first).toEqual(principal)
    expect(fetching.authenticate(`Bearer ${tokenOf('another')}`)).toMatchObject({ userPoolId })

    const answering = accessAuthenticator(createAuthenticator({ ...options, isRevoked: () => false }))
    await answering.authenticate(header)
    expect(answering.authenticate(header)).toEqual(principal)

    const isRevoked = () => Promise.resolve(false)
    const awaiting = accessAuthenticator(createAuthenticator({ ...options, isRevoked }))
    await awaiting.authenticate(header)
    expect(awaiting.authenticate(header)).toBeInstanceOf(Promise)
  })

  const wrappers: readonly [
    string,
    (original: Authenticator, authenticate: Authenticator['authenticate']) => Authenticator,
  ][] = [
    ['a copy with another authenticate()', (original, authenticate) => ({ ...original, authenticate })],
    [
      'one whose authenticate() was replaced',
      (original, authenticate) => Object.assign(original, { authenticate }),
    ],
    [
      'an object that inherits from one',
      (original, authenticate) => Object.assign(Object.create(original), { authenticate }),
    ],
  ]

  it.each(wrappers)('calls the public method of %s', async (_, wrap) => {
    const error = new ForbiddenError()
    const authenticate = vi.fn<Authenticator['authenticate']>(() => Promise.reject(error))
    const access = accessAuthenticator(wrap(createAuthenticator(options), authenticate))
    const header = `Bearer ${signer.token()}`
    expect(await access.authenticate(header)).toBe(error)
    expect(authenticate.mock.calls).toEqual([[header]])
    expect(access.logger).toBeUndefined()
  })

  it('calls a wrapper that calls the original, which logs by itself', async () => {
    const { logger, lines } = memoryLog()
    const authenticator = createAuthenticator({ ...options, logger })
    const spy = vi.spyOn(authenticator, 'authenticate')
    const access = accessAuthenticator(authenticator)
    expect(await access.authenticate(`Bearer ${signer.token()}`)).toMatchObject({ username: 'alice' })
    expect(await access.authenticate('Bearer abc')).toMatchObject({ reason: 'malformed_token' })
    expect(spy).toHaveBeenCalledTimes(2)
    expect(lines).toHaveLength(1)
  })

  it('calls the public method as a method of the authenticator', async () => {
    const authenticator: Authenticator = {
      ...createAuthenticator(options),
      async authenticate() {
        return fromJavaScript({ userId: String(this === authenticator) })
      },
    }
    expect(await accessAuthenticator(authenticator).authenticate(undefined)).toEqual({ userId: 'true' })
  })

  it.each([
    undefined,
    null,
    false,
    true,
    'alice',
    7,
    {},
    [],
    ['alice'],
    { userId: 7 },
    Object.create({ userId: 'alice' }),
  ])('rejects with a TypeError if a wrapper returns %o instead of a principal', async (result) => {
    const access = accessAuthenticator({
      ...createAuthenticator(options),
      authenticate: async () => fromJavaScript(result),
    })
    expect(await rejectionOf(Promise.resolve(access.authenticate(undefined)))).toEqual(
      new TypeError('The authenticator returned neither a principal nor an error'),
    )
  })

  it('rejects with what a wrapper throws if it is not an AuthError', async () => {
    const fault = new Error('no database')
    const throwing = (): never => {
      throw fault
    }
    for (const authenticate of [throwing, () => Promise.reject(fault)]) {
      const access = accessAuthenticator({ ...createAuthenticator(options), authenticate })
      expect(await rejectionOf(Promise.resolve(access.authenticate(undefined)))).toBe(fault)
    }
  })

  it('lends its logger to trouble with the keys, unless the authenticator has one', async () => {
    const [own, lent] = [memoryLog(), memoryLog()]
    for (const logger of [undefined, own.logger]) {
      const server = createKeyServer(signer.jwk)
      const authenticator = createAuthenticator({
        userPoolId,
        clientId,
        logger,
        keys: { fetch: server.fetch },
      })
      accessAuthenticator(authenticator).lendLogger(lent.logger)
      await authenticator.verify(signer.token())
      server.reply(() => new Response(null, { status: 500 }))
      setClock(601)
      await authenticator.verify(signer.token({ claims: accessClaims({ jti: 'another' }) }))
      await settle()
      setClock(0)
    }
    expect(lent.lines).toMatchObject([{ msg: 'keys could not be refreshed' }])
    expect(own.lines).toMatchObject([{ msg: 'keys could not be refreshed' }])
  })

  it('has no logger to lend where the application made the authenticator', () => {
    const access = accessAuthenticator({
      ...createAuthenticator(options),
      authenticate: () => Promise.reject(new Error()),
    })
    expect(() => access.lendLogger(memoryLog().logger)).not.toThrow()
  })
})
