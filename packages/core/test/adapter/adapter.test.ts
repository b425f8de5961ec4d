import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryLog } from '../../../../test/support/log.ts'
import {
  answerTo,
  asError,
  authenticate,
  authenticationOf,
  type Check,
  decide,
  type Handlers,
  unauthenticatedGuardWarning,
} from '../../dist/adapter.js'
import { type Authenticator, createAuthenticator, insideOf } from '../../dist/authenticate/authenticator.js'
import { KeysUnavailableError } from '../../dist/refusal/errors.js'
import type { Decision } from '../../dist/guards/guards.js'
import type { Principal } from '../../dist/types/principal.js'
import { settle } from '../support/key-server.ts'
import { fromJavaScript, mistakeOf, refusalOf } from '../support/refusal.ts'
import { accessClaims, clientId, createSigner, userPoolId, withBrokenSignature } from '../support/signer.ts'

const signer = createSigner('key-1')
const options = { userPoolId, clientId, jwks: { keys: [signer.jwk] } }

/** Reads options that TypeScript would not have. */
function read(value: unknown, ownOptions: readonly string[] = ['onRefused']) {
  return authenticationOf(fromJavaScript(value), ownOptions)
}

describe('authenticationOf', () => {
  it('makes an authenticator of options', async () => {
    const { authenticator, attempt, logger } = authenticationOf(options, [])
    expect(attempt(`Bearer ${signer.token()}`)).toMatchObject({ userPoolId })
    expect(logger).toBeUndefined()
    await expect(authenticator.verify(signer.token())).resolves.toMatchObject({ userPoolId })
  })

  it('makes one that logs for the application, and an attempt that does not for the adapter', async () => {
    const log = memoryLog()
    const { authenticator, attempt, logger } = authenticationOf({ ...options, logger: log.logger }, [])
    expect(logger).toBe(log.logger)
    expect(attempt('Bearer abc')).toMatchObject({ code: 'token_invalid' })
    expect(log.lines).toHaveLength(0)
    await refusalOf(authenticator.verify('abc'))
    expect(log.lines).toHaveLength(1)
  })

  it('lets trouble with the keys be logged to a logger of the adapter when none was given', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const [given, ofAdapter] = [memoryLog(), memoryLog()]
      for (const logger of [undefined, given.logger]) {
        let isUp = true
        const fetch = async () => (isUp ? Response.json(options.jwks) : new Response(null, { status: 500 }))
        const { attempt } = authenticationOf(
          { userPoolId, clientId, logger, keys: { fetch } },
          [],
          ofAdapter.logger,
        )
        const header = `Bearer ${signer.token()}`
        await attempt(header)
        isUp = false
        vi.setSystemTime(Date.now() + 601_000)
        await attempt(header)
        await settle()
      }
      expect(ofAdapter.lines).toMatchObject([{ msg: 'keys could not be refreshed' }])
      expect(given.lines).toMatchObject([{ msg: 'keys could not be refreshed' }])
    } finally {
      vi.useRealTimers()
    }
  })

  it('takes an authenticator that was made elsewhere', () => {
    const authenticator = createAuthenticator(options)
    const authentication = authenticationOf({ authenticator }, [])
    expect(authentication.authenticator).toBe(authenticator)
    expect(authentication.logger).toBeUndefined()
    expect(authentication.attempt(`Bearer ${signer.token()}`)).toMatchObject({ userPoolId })
  })

  it('takes the options of the adapter beside an authenticator, and those that are undefined', () => {
    const authenticator = createAuthenticator(options)
    const value = { authenticator, onRefused: () => undefined, userPoolId: undefined, logger: undefined }
    expect(read(value)).toMatchObject({ authenticator })
  })

  it('takes an authenticator that is undefined for one that is absent', () => {
    expect(read({ ...options, authenticator: undefined })).toHaveProperty('attempt')
  })

  it('logs where the authenticator logs, without a second line', async () => {
    const log = memoryLog()
    const authenticator = createAuthenticator({ ...options, logger: log.logger })
    const authentication = authenticationOf({ authenticator }, [])
    expect(authentication.authenticator).toBe(authenticator)
    expect(authentication.logger).toBe(log.logger)
    expect(authentication.attempt('Bearer abc')).toMatchObject({ code: 'token_invalid' })
    expect(log.lines).toEqual([])
  })

  it('logs to a logger beside the authenticator rather than to its own', () => {
    const [own, beside] = [memoryLog(), memoryLog()]
    const authenticator = createAuthenticator({ ...options, logger: own.logger })
    expect(authenticationOf({ authenticator, logger: beside.logger }, []).logger).toBe(beside.logger)
  })

  it.each(['userPoolId', 'clientId', 'graceSeconds', 'isRevoked', 'realm'])(
    'refuses %s beside an authenticator',
    (option) => {
      const mistake = mistakeOf(() =>
        read({ authenticator: createAuthenticator(options), [option]: 'value' }),
      )
      expect(mistake).toMatchObject({ name: 'ConfigurationError', option })
      expect(mistake.message).toContain(`${option} cannot stand beside authenticator`)
      expect(mistake.message).toContain('createAuthenticator()')
    },
  )

  it.each([
    null,
    false,
    7,
    'authenticator',
    {},
    [],
    { authenticate: () => undefined },
    { ...createAuthenticator(options), ready: undefined },
  ])('refuses the authenticator %o', (authenticator) => {
    const mistake = mistakeOf(() => read({ authenticator }))
    expect(mistake.option).toBe('authenticator')
    expect(mistake.message).toMatch(
      /^authenticator is .+\. It must be what createAuthenticator\(\) returns\.$/,
    )
  })

  it('proposes the right name for a misspelt option beside an authenticator', () => {
    const authenticator = createAuthenticator(options)
    expect(mistakeOf(() => read({ authenticator, loger: console })).message).toContain(
      'Did you mean to pass `logger`?',
    )
  })

  it.each([
    ['a promise that nobody awaited', Promise.resolve(options)],
    ['a function', () => options],
    ['a map', new Map(Object.entries(options))],
    ['an object that inherits its options', Object.create(options)],
  ])('refuses %s in the place of options', (_, value) => {
    expect(mistakeOf(() => read(value)).option).toBe('options')
  })

  it.each([null, 'logger', {}, { info: () => undefined }])(
    'refuses the logger %o beside an authenticator',
    (logger) => {
      const mistake = mistakeOf(() => read({ authenticator: createAuthenticator(options), logger }))
      expect(mistake.option).toBe('logger')
      expect(mistake.message).toContain('a pino logger')
    },
  )

  it.each([null, 'options', [], 7])('refuses %o in the place of options', (value) => {
    expect(mistakeOf(() => read(value)).option).toBe('options')
  })

  it('knows the options of the adapter, to propose them', () => {
    expect(mistakeOf(() => read({ ...options, onRefuse: () => undefined })).message).toContain('`onRefused`')
    expect(mistakeOf(() => read({ ...options, authentictor: {} })).message).toContain('`authenticator`')
  })
})

describe('authenticate', () => {
  const authenticator = createAuthenticator(options)

  /** What becomes of a request, in order. */
  async function outcomeOf(
    credentials: Parameters<typeof authenticate>[1],
    isOptional: boolean,
    use = authenticator,
    others: Partial<Handlers> = {},
  ): Promise<unknown[]> {
    const outcomes: unknown[] = []
    const note = (name: string) => (value: unknown) => void outcomes.push([name, value])
    authenticate(insideOf(use).attempt, credentials, isOptional, {
      pass: note('pass'),
      refuse: note('refuse'),
      fail: note('fail'),
      ...others,
    })
    await settle()
    return outcomes
  }
  const failing = (error: unknown): Authenticator => ({
    ...authenticator,
    async authenticate() {
      throw error
    },
  })

  it.each([false, true])('passes a request with a good token, optional: %s', async (isOptional) => {
    expect(await outcomeOf(`Bearer ${signer.token()}`, isOptional)).toEqual([
      ['pass', expect.objectContaining({ kind: 'user', userPoolId })],
    ])
  })

  it.each([undefined, '', 'Bearer', 'Basic YTpi'])(
    'refuses %j, or passes it without a principal where credentials are optional',
    async (credentials) => {
      expect(await outcomeOf(credentials, false)).toEqual([
        ['refuse', expect.objectContaining({ code: 'credentials_missing' })],
      ])
      expect(await outcomeOf(credentials, true)).toEqual([['pass', undefined]])
    },
  )

  it.each([
    ['Bearer abc', 'token_invalid'],
    [`Bearer ${withBrokenSignature(signer.token())}`, 'token_invalid'],
    [`Bearer ${signer.token({ claims: accessClaims({ exp: 1 }) })}`, 'token_expired'],
    ['Bearer abc def', 'credentials_malformed'],
    [['Bearer abc', 'Bearer abc'], 'credentials_malformed'],
    [['', ''], 'credentials_malformed'],
  ])('refuses %j also where credentials are optional', async (credentials, code) => {
    for (const isOptional of [false, true]) {
      expect(await outcomeOf(credentials, isOptional)).toEqual([
        ['refuse', expect.objectContaining({ code })],
      ])
    }
  })

  it.each([false, true])('refuses for want of keys, optional: %s', async (isOptional) => {
    const outcomes = await outcomeOf('Bearer abc', isOptional, failing(new KeysUnavailableError()))
    expect(outcomes).toEqual([['refuse', expect.objectContaining({ code: 'keys_unavailable' })]])
  })

  it.each([new Error('fault'), undefined, 'route', { code: 'credentials_missing' }])(
    'fails, and never passes or refuses, with %o, which is no refusal',
    async (error) => {
      for (const isOptional of [false, true]) {
        expect(await outcomeOf(undefined, isOptional, failing(error))).toEqual([['fail', expect.any(Error)]])
      }
    },
  )

  it.each([undefined, null, false, true, 'alice'])(
    'fails when an authenticator made elsewhere finds %o, which is no principal',
    async (found) => {
      const careless: Authenticator = { ...authenticator, authenticate: async () => fromJavaScript(found) }
      for (const isOptional of [false, true]) {
        expect(await outcomeOf('Bearer abc', isOptional, careless)).toEqual([['fail', expect.any(TypeError)]])
      }
    },
  )

  it('fails when a refusal cannot be told', async () => {
    const fault = new Error('logger')
    const refuse = () => {
      throw fault
    }
    expect(await outcomeOf('Bearer abc', false, authenticator, { refuse })).toEqual([['fail', fault]])
  })

  it('fails, with an error, when what is behind it throws', async () => {
    const pass = () => {
      // oxlint-disable-next-line typescript/only-throw-error -- a handler may throw anything
      throw 'route'
    }
    expect(await outcomeOf(`Bearer ${signer.token()}`, false, authenticator, { pass })).toEqual([
      ['fail', expect.objectContaining({ name: 'Error', cause: 'route' })],
    ])
  })
})

describe('decide', () => {
  const request = { path: '/' }
  let principal: Principal
  beforeEach(async () => {
    principal = await createAuthenticator(options).verify(signer.token())
  })

  /** What is reported of a check, in order. */
  async function outcomeOf(check: (...parts: unknown[]) => unknown): Promise<unknown[]> {
    const outcomes: unknown[] = []
    const typed: Check<object> = (...parts) => fromJavaScript(check(...parts))
    const report = (decision: Decision) => void outcomes.push(decision)
    decide(typed, principal, request, report, (error) => void outcomes.push(error))
    await settle()
    return outcomes
  }

  it('passes principal and request on', async () => {
    const check = vi.fn<() => boolean>(() => true)
    await outcomeOf(check)
    expect(check.mock.calls).toEqual([[principal, request]])
  })

  it.each([
    ['true', true, { allowed: true }],
    ['a decision that allows', { allowed: true }, { allowed: true }],
    ['false', false, { allowed: false }],
    ['a decision that refuses', { allowed: false, scope: 'a' }, { allowed: false, scope: 'a' }],
  ])('reports %s once, at once or later', async (_, result, decision) => {
    expect(await outcomeOf(() => result)).toEqual([decision])
    expect(await outcomeOf(() => Promise.resolve(result))).toEqual([decision])
  })

  it('reports at once what was decided at once', () => {
    const report = vi.fn<(decision: Decision) => void>()
    decide(() => true, principal, request, report, report.bind(undefined, { allowed: false }))
    expect(report.mock.calls).toEqual([[{ allowed: true }]])
  })

  it.each([undefined, null, 0, 1, 'true', {}, [], { allowed: 'true' }])(
    'fails, and never allows, for %o, at once or later',
    async (junk) => {
      for (const check of [() => junk, () => Promise.resolve(junk)]) {
        expect(await outcomeOf(check)).toEqual([expect.any(TypeError)])
      }
    },
  )

  it('fails with the error that a check throws or rejects with', async () => {
    const fault = new Error('no database')
    expect(
      await outcomeOf(() => {
        throw fault
      }),
    ).toEqual([fault])
    expect(await outcomeOf(() => Promise.reject(fault))).toEqual([fault])
  })

  it.each([undefined, null, 'route', 0, false, { allowed: true }])(
    'fails with an error when a check throws %o, which is none',
    async (thrown) => {
      const outcomes = [
        ...(await outcomeOf(() => {
          throw thrown
        })),
        ...(await outcomeOf(() => Promise.reject(thrown))),
      ]
      expect(outcomes).toHaveLength(2)
      for (const error of outcomes) expect(error).toMatchObject({ name: 'Error', cause: thrown })
    },
  )

  it('never allows what only looks like a promise', async () => {
    // oxlint-disable-next-line unicorn/no-thenable -- query builders are like this
    const queryBuilder = { then: (resolve: (value: boolean) => void) => resolve(false) }
    const [outcome, ...others] = await outcomeOf(() => queryBuilder)
    expect(others).toEqual([])
    expect([{ allowed: false }, expect.any(TypeError)]).toContainEqual(outcome)
  })

  it('does not take an error of the report for one of the check', () => {
    const fault = new Error('handler')
    const fail = vi.fn<(error: Error) => void>()
    const report = () => {
      throw fault
    }
    expect(() => decide(() => true, principal, request, report, fail)).toThrow(fault)
    expect(fail).not.toHaveBeenCalled()
  })
})

describe('unauthenticatedGuardWarning', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('warns once for each guard, and names it', () => {
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const warn = unauthenticatedGuardWarning("requireGroup('admin')", 'Put requireAuth() in front.')
    expect(emit).not.toHaveBeenCalled()
    warn()
    warn()
    unauthenticatedGuardWarning('authorize', 'Put requireAuth() in front.')()
    expect(emit.mock.calls).toEqual([
      [
        "requireGroup('admin') refused a request that no authentication had seen. Put requireAuth() in front.",
        { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_GUARD_ALONE' },
      ],
      [expect.stringMatching(/^authorize refused/), expect.anything()],
    ])
  })
})

describe('asError', () => {
  it('leaves errors as they are', () => {
    const error = new TypeError('fault')
    expect(asError(error)).toBe(error)
  })

  it.each([undefined, null, 0, '', 'route', 'router', {}, { message: 'fault', statusCode: 200 }])(
    'makes an error of %o',
    (reason) => {
      const error = asError(reason)
      expect(error).toBeInstanceOf(Error)
      expect(error.cause).toBe(reason)
      expect(error).not.toHaveProperty('statusCode')
    },
  )
})

describe('what the adapters get beside', () => {
  it('is the answer to a refusal without an authenticator', () => {
    expect(answerTo({ code: 'credentials_missing' }).headers['WWW-Authenticate']).toBe('Bearer realm="api"')
  })
})
