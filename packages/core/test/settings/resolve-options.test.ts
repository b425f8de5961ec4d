import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthenticator } from '../../dist/authenticate/authenticator.js'
import type { CognitoAuthOptions } from '../../dist/types/options.js'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import { createKeyServer } from '../support/key-server.ts'
import { fromJavaScript, mistakeOf, refusalOf, toldBy } from '../support/refusal.ts'
import { accessClaims, clientId, createSigner, userPoolId } from '../support/signer.ts'

beforeEach(() => {
  for (const variable of ['USER_POOL_ID', 'CLIENT_ID', 'ISSUER', 'JWKS_URI'])
    vi.stubEnv(`COGNITO_${variable}`, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

const good = { userPoolId, clientId }
const longestTimeout = 2_000_000

/** Resolves options that TypeScript would not accept. */
function resolve(options: object, adapterOptions?: readonly string[]) {
  return resolveOptions({ ...good, ...options }, adapterOptions)
}

describe('resolveOptions', () => {
  it('completes the options', () => {
    expect(resolveOptions(good)).toEqual({
      pools: [
        expect.objectContaining({ userPoolId, tokenUse: 'access', audiences: null, keySet: undefined }),
      ],
      userIdClaim: 'sub',
      graceSeconds: 0,
      keys: {
        maxAgeSeconds: 600,
        maxStaleSeconds: 86_400,
        timeoutSeconds: 5,
        cooldownSeconds: 10,
        fetch: undefined,
      },
      maxCachedTokens: 1000,
      isRevoked: undefined,
      protectionSpace: { realm: 'api', resourceMetadata: undefined },
      logger: undefined,
    })
  })

  it('takes each option that is undefined for one that is absent', () => {
    const nothing = {
      tokenUse: undefined,
      audience: undefined,
      userIdClaim: undefined,
      graceSeconds: undefined,
      issuer: undefined,
      jwksUri: undefined,
      jwks: undefined,
      userPools: undefined,
      keys: undefined,
      tokenCache: undefined,
      isRevoked: undefined,
      realm: undefined,
      resourceMetadata: undefined,
      logger: undefined,
    }
    expect(resolve(nothing)).toEqual(resolveOptions(good))
    const noTimes = {
      maxAgeSeconds: undefined,
      maxStaleSeconds: undefined,
      timeoutSeconds: undefined,
      cooldownSeconds: undefined,
      fetch: undefined,
    }
    expect(resolve({ keys: noTimes, tokenCache: { maxEntries: undefined } })).toEqual(resolveOptions(good))
  })

  it.each([
    [null, 'null'],
    ['us-east-1_EXAMPLE1', "'us-east-1_EXAMPLE1'"],
    [7, '7'],
    [[], '[]'],
    [() => good, '[Function (anonymous)]'],
  ])('refuses %o in the place of options', (options, shown) => {
    const mistake = mistakeOf(() => resolveOptions(fromJavaScript(options)))
    expect(mistake.option).toBe('options')
    expect(mistake.message).toContain(`options is ${shown}`)
    expect(mistake.message).toContain('an object with the options userPoolId, clientId')
  })
})

describe('values that are accepted', () => {
  const isRevoked = () => false
  const fetch = () => Promise.resolve(new Response())
  const logger = { info: () => undefined, warn: () => undefined }

  it.each([
    ['userIdClaim', 'custom:id', { userIdClaim: 'custom:id' }],
    ['graceSeconds', 0, { graceSeconds: 0 }],
    ['graceSeconds', 0.5, { graceSeconds: 0.5 }],
    ['graceSeconds', 300, { graceSeconds: 300 }],
    ['tokenCache', false, { maxCachedTokens: 0 }],
    ['tokenCache', {}, { maxCachedTokens: 1000 }],
    ['tokenCache', { maxEntries: 1 }, { maxCachedTokens: 1 }],
    ['tokenCache', { maxEntries: 1_000_000 }, { maxCachedTokens: 1_000_000 }],
    ['isRevoked', isRevoked, { isRevoked }],
    ['realm', 'orders', { protectionSpace: { realm: 'orders' } }],
    ['realm', ' ', { protectionSpace: { realm: ' ' } }],
    ['realm', '~"\\', { protectionSpace: { realm: '~"\\' } }],
    [
      'resourceMetadata',
      'https://api.example.com/.well-known/oauth-protected-resource',
      {
        protectionSpace: { resourceMetadata: 'https://api.example.com/.well-known/oauth-protected-resource' },
      },
    ],
    ['logger', logger, { logger }],
    ['logger', Object.create(logger), { logger: expect.objectContaining({}) }],
    ['keys', {}, { keys: { maxAgeSeconds: 600 } }],
    ['keys', { fetch }, { keys: { fetch } }],
    ['keys', { maxAgeSeconds: 0.001 }, { keys: { maxAgeSeconds: 0.001 } }],
    ['keys', { maxAgeSeconds: 86_400 }, { keys: { maxAgeSeconds: 86_400, maxStaleSeconds: 86_400 } }],
    ['keys', { maxAgeSeconds: 86_401 }, { keys: { maxAgeSeconds: 86_401, maxStaleSeconds: 86_401 } }],
    ['keys', { maxAgeSeconds: 1e9 }, { keys: { maxStaleSeconds: 1e9 } }],
    ['keys', { maxStaleSeconds: 60 }, { keys: { maxAgeSeconds: 60 } }],
    [
      'keys',
      { maxAgeSeconds: 60, maxStaleSeconds: 60 },
      { keys: { maxAgeSeconds: 60, maxStaleSeconds: 60 } },
    ],
    ['keys', { timeoutSeconds: 0.001 }, { keys: { timeoutSeconds: 0.001 } }],
    ['keys', { timeoutSeconds: longestTimeout }, { keys: { timeoutSeconds: longestTimeout } }],
    ['keys', { cooldownSeconds: 0.001 }, { keys: { cooldownSeconds: 0.001 } }],
    ['keys', { cooldownSeconds: 1e9 }, { keys: { cooldownSeconds: 1e9 } }],
  ])('%s: %o', (option, value, settings) => {
    expect(resolve({ [option]: value })).toMatchObject(settings)
  })
})

describe('values that are refused', () => {
  const grace = 'a number of seconds from 0 to 300'
  const seconds = 'a number of seconds, more than 0'
  const fetches = 'a function like the global fetch'
  const keyOptions =
    'an object with the options maxAgeSeconds, maxStaleSeconds, timeoutSeconds, cooldownSeconds, fetch'
  const entries = 'a whole number from 1 to 1,000,000; to turn the cache off, pass tokenCache: false'
  const cache = 'an object such as { maxEntries: 1000 }, or false'
  const revoked = 'a function that takes a principal and returns true or false'
  const ascii = 'text of printable ASCII characters'
  const log = 'a pino logger, or an object with its methods info and warn'

  it.each<[option: string, value: unknown, shown: unknown, allowed: string]>([
    ['userIdClaim', '', "''", "the name of a claim, for example 'sub'"],
    ['userIdClaim', null, 'null', "the name of a claim, for example 'sub'"],
    ['userIdClaim', 7, '7', "the name of a claim, for example 'sub'"],
    ['userIdClaim', ['sub'], "[ 'sub' ]", "the name of a claim, for example 'sub'"],
    ['graceSeconds', -0.001, '-0.001', grace],
    ['graceSeconds', 300.001, '300.001', grace],
    ['graceSeconds', 5000, '5000', grace],
    ['graceSeconds', Number.NaN, 'NaN', grace],
    ['graceSeconds', Infinity, 'Infinity', grace],
    ['graceSeconds', '5', "'5'", grace],
    ['graceSeconds', '', "''", grace],
    ['graceSeconds', null, 'null', grace],
    ['graceSeconds', 5n, '5n', grace],
    ['graceSeconds', true, 'true', grace],
    ['tokenCache', true, 'true', cache],
    ['tokenCache', null, 'null', cache],
    ['tokenCache', 1000, '1000', cache],
    ['tokenCache', '', "''", cache],
    ['tokenCache', [], '[]', cache],
    ['tokenCache.maxEntries', { maxEntries: 0 }, '0', entries],
    ['tokenCache.maxEntries', { maxEntries: -1 }, '-1', entries],
    ['tokenCache.maxEntries', { maxEntries: 1.5 }, '1.5', entries],
    ['tokenCache.maxEntries', { maxEntries: 1_000_001 }, '1000001', entries],
    ['tokenCache.maxEntries', { maxEntries: Infinity }, 'Infinity', entries],
    ['tokenCache.maxEntries', { maxEntries: '10' }, "'10'", entries],
    ['tokenCache.maxEntries', { maxEntries: null }, 'null', entries],
    ['tokenCache.maxEntries', { maxEntries: false }, 'false', entries],
    ['isRevoked', null, 'null', revoked],
    ['isRevoked', false, 'false', revoked],
    ['isRevoked', '', "''", revoked],
    ['isRevoked', {}, '{}', revoked],
    ['isRevoked', new Set(['jti']), "Set(1) { 'jti' }", revoked],
    ['realm', '', "''", ascii],
    ['realm', 'Zoë', "'Zoë'", ascii],
    ['realm', 'a\nb', "'a\\nb'", ascii],
    ['realm', 'a\r\nX-Header: b', "'a\\r\\nX-Header: b'", ascii],
    ['realm', 'a\tb', "'a\\tb'", ascii],
    ['realm', 'a\u007F', "'a\\x7F'", ascii],
    ['realm', null, 'null', ascii],
    ['realm', 7, '7', ascii],
    ['resourceMetadata', '', "''", 'an https: address without credentials'],
    [
      'resourceMetadata',
      'http://api.example.com/',
      "'http://api.example.com/'",
      'an https: address without credentials',
    ],
    ['resourceMetadata', 'http://localhost/', "'http://localhost/'", 'an https: address without credentials'],
    ['resourceMetadata', '/.well-known/x', "'/.well-known/x'", 'an https: address without credentials'],
    ['resourceMetadata', null, 'null', 'an https: address without credentials'],
    ['resourceMetadata', 7, '7', 'an https: address without credentials'],
    [
      'resourceMetadata',
      new URL('https://api.example.com'),
      expect.stringMatching(/^URL/),
      'an https: address without credentials',
    ],
    ['logger', null, 'null', log],
    ['logger', false, 'false', log],
    ['logger', '', "''", log],
    ['logger', {}, '{}', log],
    ['logger', { info: () => undefined }, '{ info: [Function: info] }', log],
    ['logger', { warn: () => undefined }, '{ warn: [Function: warn] }', log],
    ['logger', { info: true, warn: true }, '{ info: true, warn: true }', log],
    ['logger', { info: () => undefined, warn: true }, '{ info: [Function: info], warn: true }', log],
    ['keys', null, 'null', keyOptions],
    ['keys', [], '[]', keyOptions],
    ['keys', '', "''", keyOptions],
    ['keys', 600, '600', keyOptions],
    ['keys.fetch', { fetch: null }, 'null', fetches],
    ['keys.fetch', { fetch: 'https://keys.example.com/' }, "'https://keys.example.com/'", fetches],
    ['keys.fetch', { fetch: {} }, '{}', fetches],
    ...['maxAgeSeconds', 'maxStaleSeconds', 'timeoutSeconds', 'cooldownSeconds'].flatMap((name) =>
      [
        [0, '0'],
        [-1, '-1'],
        [Infinity, 'Infinity'],
        [Number.NaN, 'NaN'],
        ['10', "'10'"],
        ['', "''"],
        [null, 'null'],
        [false, 'false'],
      ].map(([value, shown]): [string, unknown, unknown, string] => [
        `keys.${name}`,
        { [name]: value },
        shown,
        name === 'timeoutSeconds' ? `${seconds} and at most ${longestTimeout}` : seconds,
      ]),
    ),
    [
      'keys.timeoutSeconds',
      { timeoutSeconds: longestTimeout + 1 },
      String(longestTimeout + 1),
      `${seconds} and at most ${longestTimeout}`,
    ],
    [
      'keys.maxStaleSeconds',
      { maxAgeSeconds: 600, maxStaleSeconds: 599.999 },
      '599.999',
      'at least keys.maxAgeSeconds, which is 600',
    ],
    [
      'keys.maxStaleSeconds',
      { maxAgeSeconds: 60, maxStaleSeconds: 59 },
      '59',
      'at least keys.maxAgeSeconds, which is 60',
    ],
  ])('%s: %o', (option, value, shown, allowed) => {
    const [name = option] = option.split('.')
    expect(toldBy(() => resolve({ [name]: value }))).toEqual({ option, variable: undefined, shown, allowed })
  })
})

/** The name that a message proposes in the place of another. */
function proposalIn(message: string): string | undefined {
  return /Did you mean to pass `([^`]+)`\?$/.exec(message)?.[1]
}

describe('names that are misspelt', () => {
  it.each([
    ['userpoolid', 'userPoolId'],
    ['userPoolID', 'userPoolId'],
    ['poolId', 'userPoolId'],
    ['userPool', 'userPools'],
    ['clientID', 'clientId'],
    ['clientIds', 'clientId'],
    ['client_id', 'clientId'],
    ['tokenuse', 'tokenUse'],
    ['token_use', 'tokenUse'],
    ['audiences', 'audience'],
    ['userIDClaim', 'userIdClaim'],
    ['gracePeriodSeconds', 'graceSeconds'],
    ['graceSecs', 'graceSeconds'],
    ['issuers', 'issuer'],
    ['jwksUrl', 'jwksUri'],
    ['jwksURI', 'jwksUri'],
    ['jwk', 'jwks'],
    ['key', 'keys'],
    ['tokencache', 'tokenCache'],
    ['cache', 'tokenCache'],
    ['isrevoked', 'isRevoked'],
    ['revoked', 'isRevoked'],
    ['Realm', 'realm'],
    ['resourceMetaData', 'resourceMetadata'],
    ['log', undefined],
    ['loger', 'logger'],
    ['onRefused', undefined],
    ['authenticator', undefined],
    ['', undefined],
    ['__proto__x', undefined],
    ['completelyDifferentThing', undefined],
  ])('%s', (name, meant) => {
    const mistake = mistakeOf(() => resolve({ [name]: 'value' }))
    expect(mistake.option).toBe(name)
    expect(mistake.message.startsWith(`\`${name}\` is not an option.`)).toBe(true)
    expect(proposalIn(mistake.message)).toBe(meant)
  })

  it('are told with all names when none is near', () => {
    const { message } = mistakeOf(() => resolve({ completelyDifferentThing: true }))
    expect(message).toBe(
      '`completelyDifferentThing` is not an option. The options are userPoolId, clientId, tokenUse, audience, ' +
        'issuer, jwksUri, jwks, userPools, userIdClaim, graceSeconds, keys, tokenCache, isRevoked, realm, ' +
        'resourceMetadata, logger.',
    )
  })

  it.each([
    ['keys.maxAge', { keys: { maxAge: 1 } }, 'keys.maxAgeSeconds'],
    ['keys.maxAgeSecond', { keys: { maxAgeSecond: 1 } }, 'keys.maxAgeSeconds'],
    ['keys.maxstaleseconds', { keys: { maxstaleseconds: 1 } }, 'keys.maxStaleSeconds'],
    ['keys.timeoutMs', { keys: { timeoutMs: 5000 } }, undefined],
    ['keys.coolDownSeconds', { keys: { coolDownSeconds: 1 } }, 'keys.cooldownSeconds'],
    ['keys.fetcher', { keys: { fetcher: fetch } }, 'keys.fetch'],
    ['tokenCache.maxEntry', { tokenCache: { maxEntry: 1 } }, 'tokenCache.maxEntries'],
    ['tokenCache.size', { tokenCache: { size: 1 } }, undefined],
  ])('in an option: %s', (option, options, meant) => {
    const mistake = mistakeOf(() => resolve(options))
    expect(mistake.option).toBe(option)
    expect(mistake.message.startsWith(`\`${option}\` is not an option.`)).toBe(true)
    expect(proposalIn(mistake.message)).toBe(meant)
  })

  it('are a mistake also when their value is undefined', () => {
    expect(mistakeOf(() => resolve({ clientID: undefined })).option).toBe('clientID')
  })

  it('can be those of an adapter', () => {
    expect(resolve({ onRefused: () => undefined }, ['onRefused'])).toMatchObject({ userIdClaim: 'sub' })
    expect(mistakeOf(() => resolve({ onRefuse: () => undefined }, ['onRefused'])).message).toContain(
      'Did you mean to pass `onRefused`?',
    )
  })
})

describe('userIdClaim', () => {
  const userPools = [good]

  it('cannot be used with userPools', () => {
    const mistake = mistakeOf(() => resolveOptions({ userPools, userIdClaim: 'email' }))
    expect(mistake.option).toBe('userIdClaim')
    expect(mistake.message).toContain('left out beside userPools')
  })

  it('can be sub with userPools', () => {
    expect(resolveOptions({ userPools, userIdClaim: 'sub' }).userIdClaim).toBe('sub')
  })
})

describe('a keys.fetch', () => {
  it('lets the keys come by http:', () => {
    const jwksUri = 'http://keys.internal/'
    expect(mistakeOf(() => resolve({ jwksUri })).option).toBe('jwksUri')
    const { fetch } = createKeyServer()
    expect(resolve({ jwksUri, keys: { fetch } }).pools[0]?.issuers[0]?.jwksUri).toBe(jwksUri)
    expect(resolveOptions({ userPools: [{ ...good, jwksUri }], keys: { fetch } }).pools).toHaveLength(1)
  })
})

describe('createAuthenticator', () => {
  const signer = createSigner('key-1')

  it('throws each mistake at once, before a request', () => {
    const wrong: CognitoAuthOptions[] = [
      {},
      { userPoolId },
      { ...good, graceSeconds: -1 },
      { ...good, jwks: { keys: [] } },
      { userPools: [] },
    ]
    for (const options of wrong) expect(mistakeOf(() => createAuthenticator(options))).toBeInstanceOf(Error)
    expect(mistakeOf(() => createAuthenticator()).option).toBe('userPoolId')
  })

  it('copies its options: changing them afterwards changes nothing', async () => {
    const server = createKeyServer(signer.jwk)
    const intruder = createSigner('key-2')
    const options = {
      userPools: [
        { userPoolId, clientId: [clientId], audience: ['one'], jwksUri: 'https://keys.example.com/' },
      ],
      keys: { fetch: server.fetch, cooldownSeconds: 10 },
      tokenCache: { maxEntries: 10 },
      isRevoked: () => false,
      realm: 'orders',
    }
    const authenticator = createAuthenticator(options)
    const [pool] = options.userPools
    pool?.clientId.push('intruder')
    pool?.audience.push('two')
    if (pool) pool.jwksUri = 'https://intruder.example.com/'
    options.userPools.length = 0
    options.keys.fetch = createKeyServer(intruder.jwk).fetch
    options.isRevoked = () => true
    options.realm = 'intruder'

    const token = (claims: object) => signer.token({ claims: accessClaims({ aud: 'one', ...claims }) })
    await expect(authenticator.verify(token({}))).resolves.toMatchObject({ clientId })
    expect(server.urls).toEqual(['https://keys.example.com/'])
    expect(await refusalOf(authenticator.verify(token({ client_id: 'intruder' })))).toMatchObject({
      reason: 'client',
      headers: { 'WWW-Authenticate': expect.stringContaining('realm="orders"') },
    })
    expect(await refusalOf(authenticator.verify(token({ aud: 'two' })))).toMatchObject({ reason: 'audience' })
  })

  it('copies the keys that it is given', async () => {
    const intruder = createSigner('key-2')
    const key = { ...signer.jwk }
    const keys: object[] = [key]
    const jwks = { keys }
    const authenticator = createAuthenticator({ ...good, jwks })
    keys.push(intruder.jwk)
    Object.assign(key, { n: intruder.jwk.n })
    jwks.keys = [intruder.jwk]
    await expect(authenticator.verify(signer.token())).resolves.toBeDefined()
    expect(await refusalOf(authenticator.verify(intruder.token()))).toMatchObject({ reason: 'kid_unknown' })
  })

  it('accepts frozen options', () => {
    const options = Object.freeze({
      ...good,
      keys: Object.freeze({}),
      jwks: Object.freeze({ keys: [signer.jwk] }),
    })
    expect(() => createAuthenticator(options)).not.toThrow()
  })

  it('reads the environment when it is called and never again', async () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', clientId)
    vi.stubEnv('COGNITO_JWKS_URI', 'https://keys.example.com/')
    const server = createKeyServer(signer.jwk)
    const authenticator = createAuthenticator({ keys: { fetch: server.fetch } })
    vi.stubEnv('COGNITO_USER_POOL_ID', 'us-east-1_INTRUDER')
    vi.stubEnv('COGNITO_CLIENT_ID', 'intruder')
    vi.stubEnv('COGNITO_JWKS_URI', 'https://intruder.example.com/')
    await expect(authenticator.verify(signer.token())).resolves.toMatchObject({ userPoolId, clientId })
    expect(server.urls).toEqual(['https://keys.example.com/'])
  })

  it('fetches nothing when it is called', () => {
    const fetch = vi.fn<() => Promise<Response>>()
    vi.stubGlobal('fetch', fetch)
    createAuthenticator(good)
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('an import', () => {
  it('reads no variable, fetches nothing and starts no timer', async () => {
    const read: PropertyKey[] = []
    const environment = process.env
    const fetch = vi.fn<() => Promise<Response>>()
    const timers = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'setInterval')]
    vi.stubGlobal('fetch', fetch)
    vi.resetModules()
    process.env = new Proxy(environment, {
      get(target, name, receiver) {
        read.push(name)
        return Reflect.get(target, name, receiver)
      },
    })
    try {
      const fresh = await import('../../dist/index.js')
      expect(fresh.createAuthenticator).not.toBe(createAuthenticator)
      expect(read.filter((name) => String(name).startsWith('COGNITO_'))).toEqual([])
      expect(fetch).not.toHaveBeenCalled()
      expect(mistakeOfCopy(() => fresh.createAuthenticator())).toBe('userPoolId')
      expect(read).toContain('COGNITO_USER_POOL_ID')
    } finally {
      process.env = environment
      for (const timer of timers) timer.mockRestore()
    }
  })
})

/** The option that another copy of the package complains of. */
function mistakeOfCopy(setUp: () => unknown): unknown {
  try {
    setUp()
  } catch (error) {
    return Object(error).option
  }
  return undefined
}
