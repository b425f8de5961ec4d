import { describe, expect, it, vi } from 'vitest'
import { type AuthenticationContinuations, runAuthentication } from '../../dist/adapter/run-authentication.js'
import type { Authenticator } from '../../dist/authenticate/authenticator.js'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import type { Credentials } from '../../dist/authenticate/bearer.js'
import type { RequestFields } from '../../dist/authenticate/request-field.js'
import { messagesOf } from '../../../../test/support/messages.ts'
import { channels } from '../../dist/events/channels.js'
import { ForbiddenError, KeysUnavailableError } from '../../dist/refusal/errors.js'
import type { ResolvedTokenSource } from '../../dist/settings/token-source.js'
import { settle } from '../support/key-server.ts'
import { fromJavaScript } from '../support/refusal.ts'
import { accessClaims, clientId, createSigner, userPoolId, withBrokenSignature } from '../support/signer.ts'

const signer = createSigner('key-1')
const options = { userPoolId, clientId, jwks: { keys: [signer.jwk] } }
const tokenSource = { kind: 'authorization' } as const

/** A request with one `Authorization` field, or several. */
function requestOf(credentials: Credentials): RequestFields {
  const fields = [credentials ?? []].flat()
  return {
    method: 'POST',
    headers: fields[0] === undefined ? {} : { authorization: fields[0] },
    rawHeaders: fields.flatMap((field) => ['Authorization', field]),
  }
}

describe('runAuthentication', () => {
  const authenticator = createAuthenticator(options)

  /** The continuations that are called for a request, in order. */
  async function callsFor(
    credentials: Credentials,
    isOptional: boolean,
    use = authenticator,
    others: Partial<AuthenticationContinuations> = {},
  ): Promise<unknown[]> {
    return callsForRequest(requestOf(credentials), isOptional, { use, others })
  }

  interface Circumstances {
    readonly use?: Authenticator
    readonly source?: ResolvedTokenSource
    readonly others?: Partial<AuthenticationContinuations>
  }

  async function callsForRequest(
    request: RequestFields,
    isOptional: boolean,
    { use = authenticator, source = tokenSource, others }: Circumstances,
  ): Promise<unknown[]> {
    const calls: unknown[] = []
    const record = (name: string) => (value: unknown) => void calls.push([name, value])
    runAuthentication({ authenticator: use, logger: undefined, tokenSource: source }, request, isOptional, {
      varyByCookie: record('varyByCookie'),
      pass: record('pass'),
      refuse: record('refuse'),
      fail: record('fail'),
      ...others,
    })
    await settle()
    return calls
  }
  const failing = (error: unknown): Authenticator => ({
    ...authenticator,
    async authenticate() {
      throw error
    },
  })

  it.each([false, true])('passes a request with a valid token, optional: %s', async (isOptional) => {
    expect(await callsFor(`Bearer ${signer.token()}`, isOptional)).toEqual([
      ['pass', expect.objectContaining({ kind: 'user', userPoolId })],
    ])
  })

  it.each([undefined, '', 'Bearer', 'Basic YTpi'])(
    'refuses %j, or passes it without a principal if credentials are optional',
    async (credentials) => {
      expect(await callsFor(credentials, false)).toEqual([
        ['refuse', expect.objectContaining({ code: 'credentials_missing' })],
      ])
      expect(await callsFor(credentials, true)).toEqual([['pass', undefined]])
    },
  )

  it('tells subscribers a reason for missing credentials only if they are required', async () => {
    const messages = messagesOf(channels.authenticate)
    await callsFor(undefined, false)
    await callsFor(undefined, true)
    const none = { result: 'none', cached: false, durationMs: expect.any(Number) }
    expect(messages).toStrictEqual([{ ...none, reason: 'no_credentials' }, none])
  })

  it.each([
    ['Bearer abc', 'token_invalid'],
    [`Bearer ${withBrokenSignature(signer.token())}`, 'token_invalid'],
    [`Bearer ${signer.token({ claims: accessClaims({ exp: 1 }) })}`, 'token_expired'],
    ['Bearer abc def', 'credentials_malformed'],
    [['Bearer abc', 'Bearer abc'], 'credentials_malformed'],
    [['', ''], 'credentials_malformed'],
  ])('refuses %j, also if credentials are optional', async (credentials, code) => {
    for (const isOptional of [false, true]) {
      expect(await callsFor(credentials, isOptional)).toEqual([['refuse', expect.objectContaining({ code })]])
    }
  })

  it.each([false, true])('refuses if keys are unavailable, optional: %s', async (isOptional) => {
    const calls = await callsFor('Bearer abc', isOptional, failing(new KeysUnavailableError()))
    expect(calls).toEqual([['refuse', expect.objectContaining({ code: 'keys_unavailable' })]])
  })

  it.each([new Error('fault'), undefined, 'route', { code: 'credentials_missing' }])(
    'fails, and neither passes nor refuses, if the authenticator throws %o, which is not an AuthError',
    async (error) => {
      for (const isOptional of [false, true]) {
        expect(await callsFor(undefined, isOptional, failing(error))).toEqual([['fail', expect.any(Error)]])
      }
    },
  )

  it.each([undefined, null, false, true, 'alice'])(
    'fails if a wrapped authenticator returns %o, which is not a principal',
    async (result) => {
      const wrapped: Authenticator = { ...authenticator, authenticate: async () => fromJavaScript(result) }
      for (const isOptional of [false, true]) {
        expect(await callsFor('Bearer abc', isOptional, wrapped)).toEqual([['fail', expect.any(TypeError)]])
      }
    },
  )

  it('fails if refusing throws', async () => {
    const fault = new Error('logger')
    const refuse = () => {
      throw fault
    }
    expect(await callsFor('Bearer abc', false, authenticator, { refuse })).toEqual([['fail', fault]])
  })

  it('fails with an error if a handler behind it throws', async () => {
    const pass = () => {
      // oxlint-disable-next-line typescript/only-throw-error -- a handler may throw anything
      throw 'route'
    }
    expect(await callsFor(`Bearer ${signer.token()}`, false, authenticator, { pass })).toEqual([
      ['fail', expect.objectContaining({ name: 'Error', cause: 'route' })],
    ])
  })

  it('refuses if a handler behind it throws an AuthError', async () => {
    const error = new ForbiddenError()
    const pass = () => {
      throw error
    }
    expect(await callsFor(`Bearer ${signer.token()}`, true, authenticator, { pass })).toEqual([
      ['refuse', error],
    ])
  })

  it('refuses with an error that a wrapped authenticator returns instead of throwing it', async () => {
    const error = new ForbiddenError()
    const wrapped: Authenticator = { ...authenticator, authenticate: async () => fromJavaScript(error) }
    expect(await callsFor('Bearer abc', true, wrapped)).toEqual([['refuse', error]])
  })

  it('refuses with status 503 if isRevoked throws an AuthError with this status, also on a cache hit', async () => {
    const unavailable = new KeysUnavailableError()
    let isUp = true
    const isRevoked = () => {
      if (isUp) return false
      throw unavailable
    }
    const use = createAuthenticator({ ...options, isRevoked })
    const header = `Bearer ${signer.token()}`
    await callsFor(header, false, use)
    isUp = false
    for (const isOptional of [false, true])
      expect(await callsFor(header, isOptional, use)).toEqual([['refuse', unavailable]])
  })

  it('calls a continuation at once for a cache hit and for credentials that cannot be a token', async () => {
    const header = `Bearer ${signer.token()}`
    await authenticator.authenticate(header)
    const context = { authenticator, logger: undefined, tokenSource }
    const [pass, refuse] = [vi.fn<(value: unknown) => void>(), vi.fn<(value: unknown) => void>()]
    const fail = (error: unknown) => {
      throw error
    }
    const continuations = { varyByCookie: fail, pass, refuse, fail }
    runAuthentication(context, requestOf(header), false, continuations)
    runAuthentication(context, requestOf(undefined), false, continuations)
    expect([pass.mock.calls.length, refuse.mock.calls.length]).toEqual([1, 1])
  })

  describe('with a cookie source', () => {
    const source = { kind: 'cookie', name: 'access', trustedOrigins: new Set<string>() } as const

    /** A request with a cookie, as a form of another site sends it. */
    const forged = (cookie: string): RequestFields => ({
      method: 'POST',
      headers: { host: 'api.example.com', origin: 'https://evil.example', cookie },
    })

    it('first says that responses vary by cookies, and whether a cookie holds the credentials', async () => {
      const token = signer.token()
      expect(
        await callsForRequest({ method: 'GET', headers: { cookie: `access=${token}` } }, false, { source }),
      ).toEqual([
        ['varyByCookie', true],
        ['pass', expect.objectContaining({ kind: 'user' })],
      ])
      expect(
        await callsForRequest({ ...requestOf(`Bearer ${token}`), method: 'GET' }, false, { source }),
      ).toEqual([
        ['varyByCookie', false],
        ['pass', expect.objectContaining({ kind: 'user' })],
      ])
    })

    it('refuses a request from another origin before the token is looked at, also if it is optional', async () => {
      for (const token of [signer.token(), 'junk', 'a b']) {
        for (const isOptional of [false, true]) {
          const calls = await callsForRequest(forged(`access=${token}`), isOptional, { source })
          expect(calls).toEqual([
            ['varyByCookie', true],
            ['refuse', expect.objectContaining({ code: 'cross_origin', statusCode: 403 })],
          ])
        }
      }
    })

    it('tells subscribers of a refused request from another origin', async () => {
      const messages = messagesOf(channels.authenticate)
      await callsForRequest(forged(`access=${signer.token()}`), true, { source })
      expect(messages).toStrictEqual([
        {
          result: 'failure',
          reason: 'cross_origin',
          userPoolId: undefined,
          cached: false,
          durationMs: expect.any(Number),
        },
      ])
    })

    it('lets a request from another origin that has no such cookie pass without a principal', async () => {
      expect(await callsForRequest(forged('other=1'), true, { source })).toEqual([
        ['varyByCookie', false],
        ['pass', undefined],
      ])
    })

    it('fails if headers cannot be set', async () => {
      const fault = new Error('headers')
      const varyByCookie = () => {
        throw fault
      }
      expect(await callsForRequest(forged(''), true, { source, others: { varyByCookie } })).toEqual([
        ['fail', fault],
      ])
    })
  })
})
