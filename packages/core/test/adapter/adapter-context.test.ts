import { describe, expect, it, vi } from 'vitest'
import { memoryLog } from '../../../../test/support/log.ts'
import { withPollution } from '../../../../test/support/pollution.ts'
import { createContext } from '../../dist/adapter/adapter-context.js'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import { accessAuthenticator } from '../../dist/authenticate/adapter-access.js'
import { protectedResource } from '../../dist/resources/protected-resource.js'
import { settle } from '../support/key-server.ts'
import { fromJavaScript, mistakeOf, refusalOf } from '../support/refusal.ts'
import { clientId, createSigner, userPoolId } from '../support/signer.ts'

const signer = createSigner('key-1')
const options = { userPoolId, clientId, jwks: { keys: [signer.jwk] } }

/** Reads options that TypeScript would not accept. */
function read(value: unknown, ownOptions: readonly string[] = ['onRefused']) {
  return createContext('requireAuth', fromJavaScript(value), ownOptions)
}

describe('createContext', () => {
  it('creates an authenticator from options', async () => {
    const { authenticator, logger } = createContext('requireAuth', options, [])
    expect(logger).toBeUndefined()
    await expect(authenticator.verify(signer.token())).resolves.toMatchObject({ userPoolId })
  })

  it('creates an authenticator that logs for the application, and not for the adapter', async () => {
    const log = memoryLog()
    const { authenticator, logger } = createContext('requireAuth', { ...options, logger: log.logger }, [])
    expect(logger).toBe(log.logger)
    expect(await accessAuthenticator(authenticator).authenticate('Bearer abc')).toMatchObject({
      code: 'token_invalid',
    })
    expect(log.lines).toHaveLength(0)
    await refusalOf(authenticator.verify('abc'))
    expect(log.lines).toHaveLength(1)
  })

  it('logs trouble with the keys to the fallback logger if the options have none', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const [given, fallback] = [memoryLog(), memoryLog()]
      for (const logger of [undefined, given.logger]) {
        let isUp = true
        const fetch = async () => (isUp ? Response.json(options.jwks) : new Response(null, { status: 500 }))
        const context = createContext(
          'requireAuth',
          { userPoolId, clientId, logger, keys: { fetch } },
          [],
          fallback.logger,
        )
        expect(context.logger).toBe(logger)
        const header = `Bearer ${signer.token()}`
        await context.authenticator.authenticate(header)
        isUp = false
        vi.setSystemTime(Date.now() + 601_000)
        await context.authenticator.authenticate(header)
        await settle()
      }
      expect(fallback.lines).toMatchObject([{ msg: 'keys could not be refreshed' }])
      expect(given.lines).toMatchObject([{ msg: 'keys could not be refreshed' }])
    } finally {
      vi.useRealTimers()
    }
  })

  it('accepts an existing authenticator', () => {
    const authenticator = createAuthenticator(options)
    const context = createContext('requireAuth', { authenticator }, [])
    expect(context.authenticator).toBe(authenticator)
    expect(context.logger).toBeUndefined()
  })

  it("accepts the adapter's own options next to an authenticator, and options that are undefined", () => {
    const authenticator = createAuthenticator(options)
    const value = { authenticator, onRefused: () => undefined, userPoolId: undefined, logger: undefined }
    expect(read(value)).toMatchObject({ authenticator })
  })

  it('reads an authenticator that is undefined as absent', () => {
    expect(read({ ...options, authenticator: undefined })).toHaveProperty('authenticator.verify')
  })

  it('logs where the authenticator logs', () => {
    const log = memoryLog()
    const authenticator = createAuthenticator({ ...options, logger: log.logger })
    expect(createContext('requireAuth', { authenticator }, []).logger).toBe(log.logger)
  })

  it('prefers a logger next to the authenticator to that of the authenticator', () => {
    const [own, other] = [memoryLog(), memoryLog()]
    const authenticator = createAuthenticator({ ...options, logger: own.logger })
    expect(createContext('requireAuth', { authenticator, logger: other.logger }, []).logger).toBe(
      other.logger,
    )
  })

  it.each(['userPoolId', 'clientId', 'graceSeconds', 'isRevoked', 'realm'])(
    'rejects %s next to an authenticator',
    (option) => {
      const mistake = mistakeOf(() =>
        read({ authenticator: createAuthenticator(options), [option]: 'value' }),
      )
      expect(mistake).toMatchObject({ name: 'ConfigurationError', option })
      expect(mistake.message).toContain(`${option} cannot be combined with authenticator`)
      expect(mistake.message).toContain('createAuthenticator()')
    },
  )

  describe('with a protected resource', () => {
    const resource = protectedResource({
      resource: 'https://api.example.com/mcp',
      scopes: ['orders/read'],
      domain: 'auth.example.com',
    })
    const bound = { ...options, protectedResource: resource }
    const ways = [
      ['in the options', bound],
      ['in an authenticator', { authenticator: createAuthenticator(bound) }],
    ] as const

    it.each(ways)('rejects another source of tokens: %s', (_, value) => {
      const mistake = mistakeOf(() => read({ ...value, tokenFrom: { cookie: 'access' } }, ['tokenFrom']))
      expect(mistake.option).toBe('tokenFrom')
      expect(mistake.message).toContain("Next to protectedResource it must be 'authorization' or left out.")
    })

    it.each(ways)('accepts the Authorization header: %s', async (_, value) => {
      for (const tokenFrom of ['authorization', undefined]) {
        expect(read({ ...value, tokenFrom }, ['tokenFrom'])).toHaveProperty('authenticator')
      }
      const polluted = { tokenFrom: { cookie: 'access' } }
      expect(await withPollution(polluted, () => read(value, ['tokenFrom']))).toHaveProperty('authenticator')
    })

    it('leaves the source of tokens to other authenticators', () => {
      const tokenFrom = { cookie: 'access' }
      const wrapped = { ...createAuthenticator(options) }
      expect(read({ ...options, tokenFrom }, ['tokenFrom'])).toHaveProperty('authenticator')
      expect(read({ authenticator: wrapped, tokenFrom }, ['tokenFrom'])).toHaveProperty('authenticator')
    })
  })

  it.each([
    null,
    false,
    7,
    'authenticator',
    {},
    [],
    { authenticate: () => undefined },
    { ...createAuthenticator(options), ready: undefined },
  ])('rejects the authenticator %o', (authenticator) => {
    const mistake = mistakeOf(() => read({ authenticator }))
    expect(mistake.option).toBe('authenticator')
    expect(mistake.message).toMatch(
      /^authenticator is .+\. It must be what createAuthenticator\(\) returns\.$/,
    )
  })

  it('suggests the right name for a misspelt option next to an authenticator', () => {
    const authenticator = createAuthenticator(options)
    expect(mistakeOf(() => read({ authenticator, loger: console })).message).toContain(
      'Did you mean to pass `logger`?',
    )
  })

  it.each([
    ['a promise that was not awaited', Promise.resolve(options)],
    ['a function', () => options],
    ['a map', new Map(Object.entries(options))],
    ['an object that inherits its options', Object.create(options)],
  ])('rejects %s instead of options', (_, value) => {
    expect(mistakeOf(() => read(value)).option).toBe('options')
  })

  it.each([null, 'logger', {}, { info: () => undefined }])(
    'rejects the logger %o next to an authenticator',
    (logger) => {
      const mistake = mistakeOf(() => read({ authenticator: createAuthenticator(options), logger }))
      expect(mistake.option).toBe('logger')
      expect(mistake.message).toContain('a pino logger')
    },
  )

  it.each([null, 'options', [], 7])('rejects %o instead of options', (value) => {
    expect(mistakeOf(() => read(value)).option).toBe('options')
  })

  it("suggests the adapter's own options", () => {
    expect(mistakeOf(() => read({ ...options, onRefuse: () => undefined })).message).toContain('`onRefused`')
    expect(mistakeOf(() => read({ ...options, authentictor: {} })).message).toContain('`authenticator`')
  })

  it('gives a wrapped authenticator no logger but its own', () => {
    const log = memoryLog()
    const original = createAuthenticator({ ...options, logger: log.logger })
    const authenticator = { ...original, authenticate: original.verify }
    expect(createContext('requireAuth', { authenticator: { ...original } }, []).logger).toBe(log.logger)
    expect(read({ authenticator }).logger).toBeUndefined()
  })

  describe('with tokenFrom', () => {
    const cookie = { kind: 'cookie', name: '__Host-access', trustedOrigins: new Set() }

    it('reads tokens from Authorization by default', () => {
      const authenticator = createAuthenticator(options)
      for (const value of [options, { authenticator }, { authenticator, tokenFrom: undefined }])
        expect(read(value)).toHaveProperty('tokenSource', { kind: 'authorization' })
    })

    it('reads tokens from another place, next to the options of an authenticator or to an authenticator', () => {
      const tokenFrom = { cookie: '__Host-access' }
      expect(read({ ...options, tokenFrom })).toHaveProperty('tokenSource', cookie)
      expect(read({ authenticator: createAuthenticator(options), tokenFrom })).toHaveProperty(
        'tokenSource',
        cookie,
      )
    })

    it.each([null, 'cookie', { cookie: '' }, () => 'token'])('rejects %o', (tokenFrom) => {
      for (const value of [options, { authenticator: createAuthenticator(options) }])
        expect(mistakeOf(() => read({ ...value, tokenFrom })).option).toMatch(/^tokenFrom/)
    })

    it('suggests the right name for a misspelt option', () => {
      for (const value of [options, { authenticator: createAuthenticator(options) }])
        expect(mistakeOf(() => read({ ...value, tokenForm: {} })).message).toContain('`tokenFrom`')
    })

    it('ignores a polluted Object.prototype', async () => {
      const authenticator = createAuthenticator(options)
      await withPollution({ tokenFrom: { cookie: 'evil' } }, () => {
        for (const value of [options, { authenticator }])
          expect(read(value)).toHaveProperty('tokenSource', { kind: 'authorization' })
      })
    })
  })

  it('ignores an authenticator of a polluted Object.prototype', async () => {
    const authenticator = createAuthenticator({ ...options, clientId: 'polluted' })
    const context = await withPollution({ authenticator }, () => createContext('requireAuth', options, []))
    expect(context.authenticator).not.toBe(authenticator)
  })
})
