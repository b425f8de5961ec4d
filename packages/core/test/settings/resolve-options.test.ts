import type * as core from '@cognito-auth/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadSecondCopy } from '../../../../test/support/second-copy.ts'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import type { CognitoAuthOptions } from '../../dist/types/options.js'
import { protectedResource } from '../../dist/resources/protected-resource.js'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import type { UserPool } from '../../dist/settings/user-pool.js'
import { createKeyServer } from '../support/key-server.ts'
import { withPolluted } from '../support/pollution.ts'
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
      groupsClaim: 'cognito:groups',
      graceSeconds: 0,
      keys: {
        maxAgeSeconds: 600,
        maxStaleSeconds: 86_400,
        timeoutSeconds: 5,
        cooldownSeconds: 10,
        fetch: undefined,
      },
      maxCachedTokens: 1000,
      revocations: undefined,
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
      groupsClaim: undefined,
      graceSeconds: undefined,
      issuer: undefined,
      jwksUri: undefined,
      jwks: undefined,
      userPools: undefined,
      keys: undefined,
      tokenCache: undefined,
      revocations: undefined,
      isRevoked: undefined,
      realm: undefined,
      resourceMetadata: undefined,
      protectedResource: undefined,
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
  const revocations = { check: () => ({ revoked: false }), ready: () => Promise.resolve() }
  const logger = { info: () => undefined, warn: () => undefined }

  it.each([
    ['userIdClaim', 'custom:id', { userIdClaim: 'custom:id' }],
    ['groupsClaim', 'custom:roles', { groupsClaim: 'custom:roles' }],
    ['graceSeconds', 0, { graceSeconds: 0 }],
    ['graceSeconds', 0.5, { graceSeconds: 0.5 }],
    ['graceSeconds', 300, { graceSeconds: 300 }],
    ['tokenCache', false, { maxCachedTokens: 0 }],
    ['tokenCache', {}, { maxCachedTokens: 1000 }],
    ['tokenCache', { maxEntries: 1 }, { maxCachedTokens: 1 }],
    ['tokenCache', { maxEntries: 1_000_000 }, { maxCachedTokens: 1_000_000 }],
    ['revocations', revocations, { revocations }],
    ['revocations', Object.create(revocations), { revocations: expect.objectContaining({}) }],
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
    [
      'resourceMetadata',
      'http://localhost:3000/x',
      { protectionSpace: { resourceMetadata: 'http://localhost:3000/x' } },
    ],
    ['logger', logger, { logger }],
    ['logger', Object.create(logger), { logger: expect.objectContaining({}) }],
  ])('%s: %o', (option, value, settings) => {
    expect(resolve({ [option]: value })).toMatchObject(settings)
  })
})

describe('values that are refused', () => {
  const grace = 'a number of seconds from 0 to 300'
  const entries = 'a whole number from 1 to 1,000,000; to turn the cache off, pass tokenCache: false'
  const cache = 'an object such as { maxEntries: 1000 }, or false'
  const revoked = 'a function that takes a principal and returns true or false'
  const list = 'what createRevocations() of @cognito-auth/revocation returns'
  const check = () => ({ revoked: false })
  const ready = () => Promise.resolve()
  const metadataUrl = 'a string: an https: URL without credentials; http: is allowed on loopback'
  const ascii = 'text of printable ASCII characters'
  const log = 'a pino logger, or an object with its methods info and warn'

  it.each<[option: string, value: unknown, shown: unknown, allowed: string]>([
    ['userIdClaim', '', "''", "the name of a claim, for example 'sub'"],
    ['userIdClaim', null, 'null', "the name of a claim, for example 'sub'"],
    ['userIdClaim', 7, '7', "the name of a claim, for example 'sub'"],
    ['userIdClaim', ['sub'], "[ 'sub' ]", "the name of a claim, for example 'sub'"],
    ['groupsClaim', '', "''", "the name of a claim, for example 'cognito:groups'"],
    ['groupsClaim', null, 'null', "the name of a claim, for example 'cognito:groups'"],
    ['groupsClaim', 7, '7', "the name of a claim, for example 'cognito:groups'"],
    ['groupsClaim', ['roles'], "[ 'roles' ]", "the name of a claim, for example 'cognito:groups'"],
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
    ['revocations', null, 'null', list],
    ['revocations', false, 'false', list],
    ['revocations', {}, '{}', list],
    ['revocations', [], '[]', list],
    ['revocations', check, expect.stringContaining('unction'), list],
    ['revocations', { check }, expect.anything(), list],
    ['revocations', { ready }, expect.anything(), list],
    ['revocations', { check: true, ready }, expect.anything(), list],
    ['revocations', Promise.resolve({ check, ready }), expect.anything(), list],
    ['isRevoked', null, 'null', revoked],
    ['isRevoked', false, 'false', revoked],
    ['isRevoked', '', "''", revoked],
    ['isRevoked', {}, '{}', revoked],
    ['isRevoked', new Set(['jti']), '[Set]', revoked],
    ['realm', '', "''", ascii],
    ['realm', 'Zoë', "'Zoë'", ascii],
    ['realm', 'a\nb', "'a\\nb'", ascii],
    ['realm', 'a\r\nX-Header: b', "'a\\r\\nX-Header: b'", ascii],
    ['realm', 'a\tb', "'a\\tb'", ascii],
    ['realm', 'a\u007F', "'a\\x7F'", ascii],
    ['realm', null, 'null', ascii],
    ['realm', 7, '7', ascii],
    ['resourceMetadata', '', "''", metadataUrl],
    ['resourceMetadata', 'http://api.example.com/', "'http://api.example.com/'", metadataUrl],
    ['resourceMetadata', 'http://notlocalhost/', "'http://notlocalhost/'", metadataUrl],
    ['resourceMetadata', 'https://user:secret@api.example.com/', "'https://…@api.example.com/'", metadataUrl],
    ['resourceMetadata', 'http://user@localhost/', "'http://…@localhost/'", metadataUrl],
    ['resourceMetadata', '/.well-known/x', "'/.well-known/x'", metadataUrl],
    ['resourceMetadata', null, 'null', metadataUrl],
    ['resourceMetadata', 7, '7', metadataUrl],
    ['resourceMetadata', new URL('https://api.example.com'), '[URL]', metadataUrl],
    ['logger', null, 'null', log],
    ['logger', false, 'false', log],
    ['logger', '', "''", log],
    ['logger', {}, '{}', log],
    ['logger', { info: () => undefined }, '{ info: [Function: info] }', log],
    ['logger', { warn: () => undefined }, '{ warn: [Function: warn] }', log],
    ['logger', { info: true, warn: true }, '{ info: true, warn: true }', log],
    ['logger', { info: () => undefined, warn: true }, '{ info: [Function: info], warn: true }', log],
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
    ['revocation', 'revocations'],
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
        'issuer, jwksUri, jwks, userPools, userIdClaim, groupsClaim, graceSeconds, keys, tokenCache, revocations, ' +
        'isRevoked, realm, resourceMetadata, protectedResource, logger.',
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
    expect(resolve({ onRefused: () => undefined }, ['onRefused'])).toMatchObject({
      userIdClaim: 'sub',
      groupsClaim: 'cognito:groups',
    })
    expect(mistakeOf(() => resolve({ onRefuse: () => undefined }, ['onRefused'])).message).toContain(
      'Did you mean to pass `onRefused`?',
    )
  })
})

describe.each([
  ['userIdClaim', 'sub', 'email'],
  ['groupsClaim', 'cognito:groups', 'custom:roles'],
])('%s', (option, fallback, claim) => {
  const userPools = [good]

  it('cannot be combined with userPools', () => {
    const mistake = mistakeOf(() => resolveOptions({ userPools, [option]: claim }))
    expect(mistake.option).toBe(option)
    expect(mistake.message).toBe(
      `${option} is '${claim}'. It must be left out with userPools, since the claim can mean something else in each pool.`,
    )
  })

  it('can be the default with userPools', () => {
    expect(resolveOptions({ userPools, [option]: fallback })).toMatchObject({ [option]: fallback })
  })
})

describe('a polluted Object.prototype', () => {
  const { jwk } = createSigner('key-1')
  const intruder = createSigner('key-2').jwk
  const intruderResource = protectedResource({
    resource: 'https://intruder.example.com',
    scopes: ['intruder'],
    domain: 'intruder.example.com',
  })
  const fetch = () => Promise.resolve(new Response())
  const logger = { info: () => undefined, warn: () => undefined }

  it.each<[name: string, value: unknown]>([
    ['userPoolId', 'us-east-1_INTRUDER'],
    ['clientId', null],
    ['tokenUse', null],
    ['audience', 'other'],
    ['issuer', 'https://intruder.example.com'],
    ['jwksUri', 'https://intruder.example.com/'],
    ['jwks', { keys: [intruder] }],
    ['userPools', [{ userPoolId: 'us-east-1_INTRUDER', clientId: null }]],
    ['userIdClaim', 'email'],
    ['groupsClaim', 'email'],
    ['graceSeconds', 300],
    ['keys', { fetch }],
    ['maxAgeSeconds', 1e9],
    ['maxStaleSeconds', 1e9],
    ['timeoutSeconds', 1e6],
    ['cooldownSeconds', 1e9],
    ['fetch', fetch],
    ['tokenCache', false],
    ['maxEntries', 1_000_000],
    ['revocations', { check: () => ({ revoked: false }), ready: () => Promise.resolve() }],
    ['isRevoked', () => true],
    ['realm', 'intruder'],
    ['resourceMetadata', 'https://intruder.example.com/'],
    ['protectedResource', intruderResource],
    ['scopes', ['intruder']],
    ['logger', logger],
    ['variable', 'COGNITO_INTRUDER'],
    ['option', 'intruder'],
    ['value', 'intruder'],
    ['onRefused', () => undefined],
    ['authenticator', {}],
    ['routes', false],
    ['unheardOf', 'x'],
    ['COGNITO_ISSUER', 'https://intruder.example.com'],
    ['COGNITO_JWKS_URI', 'https://intruder.example.com/'],
    ['length', 7],
    ['0', 'intruder'],
  ])('changes nothing and is no mistake: %s', (name, value) => {
    vi.stubEnv('COGNITO_USER_POOL_ID', userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', 'one,two')
    const variants = [
      {},
      { clientId: ['one'], keys: {}, tokenCache: {} },
      { userPools: [{ userPoolId, clientId }] },
      { userPoolId, clientId, jwks: { keys: [jwk] } },
    ]
    for (const options of variants) {
      const { pools, ...resolved } = resolveOptions(options)
      const { pools: pollutedPools, ...polluted } = withPolluted({ [name]: value }, () =>
        resolveOptions(options),
      )
      expect(polluted).toEqual(resolved)
      expect(pollutedPools.map(comparable)).toEqual(pools.map(comparable))
    }
  })

  /** Keys are objects of a class, and compared by their ids. */
  function comparable({ keySet, ...pool }: UserPool): object {
    return { ...pool, kids: keySet && [...keySet.keys()] }
  }

  it('does not supply the variables of the environment', () => {
    const polluted = { COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_ID: clientId }
    expect(withPolluted(polluted, () => mistakeOf(() => resolveOptions({}))).option).toBe('userPoolId')
  })

  it('does not make a list of an option that has commas', () => {
    const mistake = withPolluted({ variable: 'COGNITO_CLIENT_ID' }, () =>
      mistakeOf(() => resolve({ clientId: 'one,two' })),
    )
    expect(mistake).toMatchObject({
      option: 'clientId',
      message: expect.stringMatching(/^clientId is 'one,two'\./),
    })
  })

  it('does not reach the items of a list', () => {
    const hole = Object.assign([], { length: 1 })
    const first = (options: object, value: unknown) =>
      withPolluted({ 0: value }, () => mistakeOf(() => resolve(options))).option
    expect(first({ clientId: hole }, 'intruder')).toBe('clientId')
    expect(first({ audience: hole }, 'intruder')).toBe('audience')
    expect(withPolluted({ 0: good }, () => mistakeOf(() => resolveOptions({ userPools: hole }))).option).toBe(
      'userPools[0]',
    )
  })
})

describe('an option with a getter', () => {
  it('is read once', () => {
    const reads = new Map<string, number>()
    const counted = (options: object): object =>
      Object.defineProperties(
        {},
        Object.fromEntries(
          Object.entries(options).map(([name, value]) => [
            name,
            {
              enumerable: true,
              get() {
                reads.set(name, (reads.get(name) ?? 0) + 1)
                return value
              },
            },
          ]),
        ),
      )
    const fetch = () => Promise.resolve(new Response())
    resolveOptions(
      counted({
        userPools: [counted({ userPoolId, clientId, jwksUri: 'https://keys.example.com/' })],
        keys: counted({ fetch, maxAgeSeconds: 1 }),
        tokenCache: counted({ maxEntries: 1 }),
        revocations: { check: () => ({ revoked: false }), ready: () => Promise.resolve() },
        isRevoked: () => false,
        logger: console,
        realm: 'api',
      }),
    )
    expect(Object.fromEntries(reads)).toEqual({
      userPools: 1,
      userPoolId: 1,
      clientId: 1,
      jwksUri: 1,
      keys: 1,
      fetch: 1,
      maxAgeSeconds: 1,
      tokenCache: 1,
      maxEntries: 1,
      revocations: 1,
      isRevoked: 1,
      logger: 1,
      realm: 1,
    })
  })

  it('is not read again for the error message', () => {
    let reads = 0
    const clients = Object.defineProperty([''], 0, {
      get() {
        reads += 1
        return 'a b'
      },
    })
    expect(mistakeOf(() => resolve({ clientId: clients })).message).toContain('clientId is [ [Getter] ]')
    expect(reads).toBe(1)
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
  it('reads no variable, fetches nothing and starts no timer', () => {
    const read: PropertyKey[] = []
    const environment = process.env
    const fetch = vi.fn<() => Promise<Response>>()
    const timers = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'setInterval')]
    vi.stubGlobal('fetch', fetch)
    process.env = new Proxy(environment, {
      get(target, name, receiver) {
        read.push(name)
        return Reflect.get(target, name, receiver)
      },
      getOwnPropertyDescriptor(target, name) {
        read.push(name)
        return Reflect.getOwnPropertyDescriptor(target, name)
      },
    })
    try {
      const fresh = loadSecondCopy('@cognito-auth/core') as typeof core
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
