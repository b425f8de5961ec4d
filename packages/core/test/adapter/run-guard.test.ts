import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { messagesOf } from '../../../../test/support/messages.ts'
import { withPollution } from '../../../../test/support/pollution.ts'
import type { Continuations } from '../../dist/adapter/run-authentication.js'
import { createGuardRunner } from '../../dist/adapter/run-guard.js'
import type { Session } from '../../dist/adapter/session.js'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import { channels } from '../../dist/events/channels.js'
import type { AuthError } from '../../dist/refusal/auth-error.js'
import type { Principal } from '../../dist/types/principal.js'
import { settle } from '../support/key-server.ts'
import { fromJavaScript, mistakeOf } from '../support/refusal.ts'
import { accessClaims, clientId, createSigner, userPoolId } from '../support/signer.ts'

const signer = createSigner('key-1')
const jwks = { keys: [signer.jwk] }
const authenticator = createAuthenticator({ userPoolId, clientId, jwks, realm: 'orders' })
const request = { path: '/' }

const warn = vi.fn<(request: object, place: object) => void>()
let principal: Principal
beforeEach(async () => {
  principal = await authenticator.verify(signer.token())
  warn.mockClear()
})
afterEach(() => {
  vi.restoreAllMocks()
})

function sessionOf(found: Principal | undefined): Session {
  return {
    context: { authenticator, logger: undefined, tokenSource: { kind: 'authorization' } },
    principal: found,
  }
}

function unexpected(): never {
  throw new Error('This continuation must not be called')
}

/** Runs a guard with a check that may return and throw anything. */
function run(
  check: (...parts: unknown[]) => unknown,
  session: Session | undefined,
  continuations: Partial<Continuations<void>>,
): void {
  const runGuard = createGuardRunner<object>('authorize', (...parts) => fromJavaScript(check(...parts)), warn)
  runGuard(session, request, { pass: unexpected, refuse: unexpected, fail: unexpected, ...continuations })
}

/** The continuations that a guard calls, in order. */
async function callsFor(
  check: (...parts: unknown[]) => unknown,
  session: Session = sessionOf(principal),
): Promise<unknown[]> {
  const calls: unknown[] = []
  run(check, session, {
    pass: () => void calls.push(['pass']),
    refuse: (error) => void calls.push(['refuse', error]),
    fail: (error) => void calls.push(['fail', error]),
  })
  await settle()
  return calls
}

function forbidden(challenge: string): unknown {
  const headers = { 'WWW-Authenticate': challenge, 'Cache-Control': 'no-store' }
  return expect.objectContaining({ code: 'forbidden', reason: 'guard', userPoolId, headers })
}

function stepUpRequired(parameters: string): unknown {
  const challenge = `Bearer realm="orders", error="insufficient_user_authentication", ${parameters}`
  const headers = { 'WWW-Authenticate': challenge, 'Cache-Control': 'no-store' }
  return expect.objectContaining({ code: 'step_up_required', reason: 'step_up', userPoolId, headers })
}

function unauthenticated(challenge: string): unknown {
  const headers = { 'WWW-Authenticate': challenge, 'Cache-Control': 'no-store' }
  return expect.objectContaining({ code: 'credentials_missing', reason: 'no_credentials', headers })
}

describe('a guard', () => {
  it('passes the principal and the request to the check', async () => {
    const check = vi.fn<() => boolean>(() => true)
    await callsFor(check)
    expect(check.mock.calls).toEqual([[principal, request]])
  })

  it.each([
    ['true', true, ['pass']],
    ['a decision that allows', { allowed: true }, ['pass']],
    ['false', false, ['refuse', forbidden('Bearer realm="orders", error="insufficient_scope"')]],
    [
      'a decision that denies',
      { allowed: false, scope: 'a' },
      ['refuse', forbidden('Bearer realm="orders", error="insufficient_scope", scope="a"')],
    ],
    [
      'a decision that demands a step-up',
      { allowed: false, scope: 'a', stepUp: { maxAgeSeconds: 60 } },
      ['refuse', stepUpRequired('max_age="60"')],
    ],
  ])('acts on %s once, at once or later', async (_, result, call) => {
    expect(await callsFor(() => result)).toEqual([call])
    expect(await callsFor(() => Promise.resolve(result))).toEqual([call])
  })

  it('passes without a promise if the check decides at once', () => {
    const pass = vi.fn<() => void>()
    run(() => true, sessionOf(principal), { pass })
    expect(pass).toHaveBeenCalledOnce()
  })

  it('refuses a machine with 403 if the check demands a step-up', async () => {
    const claims = accessClaims({ sub: clientId, username: undefined })
    const machine = await authenticator.verify(signer.token({ claims }))
    expect(machine.kind).toBe('machine')
    expect(
      await callsFor(() => ({ allowed: false, stepUp: { maxAgeSeconds: 60 } }), sessionOf(machine)),
    ).toEqual([['refuse', forbidden('Bearer realm="orders", error="insufficient_scope"')]])
    expect(
      await callsFor(
        () => ({ allowed: false, scope: 'a', stepUp: { maxAgeSeconds: 60 } }),
        sessionOf(machine),
      ),
    ).toEqual([['refuse', forbidden('Bearer realm="orders", error="insufficient_scope", scope="a"')]])
  })

  it.each([undefined, null, 0, 1, 'true', {}, [], { allowed: 'true' }, { allowed: false, stepUp: {} }])(
    'fails, and does not pass, for %o, at once or later',
    async (junk) => {
      for (const check of [() => junk, () => Promise.resolve(junk)]) {
        expect(await callsFor(check)).toEqual([['fail', expect.any(TypeError)]])
      }
    },
  )

  it('fails with the error that a check throws or rejects with', async () => {
    const fault = new Error('no database')
    expect(
      await callsFor(() => {
        throw fault
      }),
    ).toEqual([['fail', fault]])
    expect(await callsFor(() => Promise.reject(fault))).toEqual([['fail', fault]])
  })

  it.each([undefined, null, 'route', 0, false, { allowed: true }])(
    'fails with an error if a check throws %o, which is not an error',
    async (thrown) => {
      const calls = [
        ...(await callsFor(() => {
          throw thrown
        })),
        ...(await callsFor(() => Promise.reject(thrown))),
      ]
      expect(calls).toHaveLength(2)
      for (const call of calls)
        expect(call).toEqual(['fail', expect.objectContaining({ name: 'Error', cause: thrown })])
    },
  )

  it('awaits an object that is like a promise', async () => {
    // oxlint-disable-next-line unicorn/no-thenable -- query builders are like this
    const queryBuilder = { then: (resolve: (value: boolean) => void) => resolve(false) }
    expect(await callsFor(() => queryBuilder)).toEqual([
      ['refuse', forbidden('Bearer realm="orders", error="insufficient_scope"')],
    ])
  })

  it('does not report an error of a handler behind it as one of the check', () => {
    const fault = new Error('handler')
    const fail = vi.fn<(error: Error) => void>()
    const pass = () => {
      throw fault
    }
    expect(() => run(() => true, sessionOf(principal), { pass, fail })).toThrow(fault)
    expect(fail).not.toHaveBeenCalled()
  })

  it('refuses an anonymous request, without asking the check and without a warning', async () => {
    const check = vi.fn<() => boolean>(() => true)
    expect(await callsFor(check, sessionOf(undefined))).toEqual([
      ['refuse', unauthenticated('Bearer realm="orders"')],
    ])
    expect(check).not.toHaveBeenCalled()
    expect(warn).not.toHaveBeenCalled()
  })

  it('refuses a request without authentication, and warns', async () => {
    const check = vi.fn<() => boolean>(() => true)
    const runGuard = createGuardRunner('requireGroup', check, warn)
    for (let count = 0; count < 2; count++) {
      const refuse = vi.fn<(error: AuthError) => void>()
      runGuard(undefined, request, { pass: unexpected, refuse, fail: unexpected })
      expect(refuse.mock.calls).toEqual([[unauthenticated('Bearer realm="api"')]])
    }
    expect(check).not.toHaveBeenCalled()
    expect(warn.mock.calls).toEqual([
      [request, check],
      [request, check],
    ])
  })

  it('fails, and does not pass, for a decision of a polluted Object.prototype', async () => {
    expect(await withPollution({ allowed: true }, () => callsFor(() => ({})))).toEqual([
      ['fail', expect.any(TypeError)],
    ])
  })
})

describe('createGuardRunner', () => {
  it.each([undefined, null, true, 'admin', {}, [() => true]])(
    'throws a ConfigurationError for the check %o',
    (check) => {
      const create = () => createGuardRunner<object>('authorize', fromJavaScript(check), warn)
      expect(mistakeOf(create)).toMatchObject({
        option: 'authorize',
        message: expect.stringContaining('a function that returns true, false or a decision'),
      })
    },
  )
})

describe('the channel cognito-auth:authorize', () => {
  it.each([true, { allowed: true }, Promise.resolve(true)])(
    'tells that a guard allows with %o',
    async (decision) => {
      const messages = messagesOf(channels.authorize)
      await callsFor(() => decision)
      expect(messages).toEqual([{ allowed: true, userPoolId }])
    },
  )

  it.each([false, { allowed: false, scope: 'orders/read' }, Promise.resolve(false)])(
    'tells that a guard refuses with %o, and no scope',
    async (decision) => {
      const messages = messagesOf(channels.authorize)
      await callsFor(() => decision)
      expect(messages).toEqual([{ allowed: false, reason: 'guard', userPoolId }])
    },
  )

  it('tells that a guard refuses a request without a principal', async () => {
    const messages = messagesOf(channels.authorize)
    await callsFor(unexpected, sessionOf(undefined))
    run(unexpected, undefined, { refuse: () => undefined })
    const refused = { allowed: false, reason: 'no_credentials' }
    expect(messages).toEqual([refused, refused])
  })

  it('tells nothing of a check that throws, which decides nothing', async () => {
    const messages = messagesOf(channels.authorize)
    await callsFor(unexpected)
    expect(messages).toEqual([])
  })
})
