import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import { mistakeOf } from '../support/refusal.ts'
import { clientId, createSigner, issuer, updatedIssuer, userPoolId } from '../support/signer.ts'

const variables = ['COGNITO_USER_POOL_ID', 'COGNITO_CLIENT_ID', 'COGNITO_ISSUER', 'COGNITO_JWKS_URI'] as const
const { jwk } = createSigner('key-1')
const custom = {
  COGNITO_ISSUER: 'https://emulator.example.com/pool',
  COGNITO_JWKS_URI: 'https://keys.example.com/',
}

beforeEach(() => {
  for (const variable of variables) vi.stubEnv(variable, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

function setEnvironment(values: { readonly [variable in (typeof variables)[number]]?: string }): void {
  for (const [variable, value] of Object.entries(values)) vi.stubEnv(variable, value)
}

/** The pools in options that TypeScript may not accept. */
function resolvePools(options: object) {
  return resolveOptions(options).pools
}

function onlyPool(options: Readonly<Record<string, unknown>> = {}) {
  const [pool, ...others] = resolvePools(options)
  expect(others).toEqual([])
  return pool
}

describe('the environment', () => {
  it('names pool and client when the options do not', () => {
    setEnvironment({ COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_ID: clientId })
    expect(onlyPool()).toMatchObject({ userPoolId, clientIds: new Set([clientId]), tokenUse: 'access' })
    expect(onlyPool({ userPoolId: undefined, clientId: undefined })).toMatchObject({ userPoolId })
  })

  it('is read when the function is called, each time', () => {
    setEnvironment({ COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_ID: 'one' })
    expect(onlyPool()?.clientIds).toEqual(new Set(['one']))
    setEnvironment({ COGNITO_CLIENT_ID: 'two' })
    expect(onlyPool()?.clientIds).toEqual(new Set(['two']))
  })

  it.each([
    ['one', ['one']],
    ['one,two', ['one', 'two']],
    [' one , two ', ['one', 'two']],
    ['one,,two,', ['one', 'two']],
    ['one,one', ['one']],
    ['null', ['null']],
  ])('lists clients with commas: %j', (value, clients) => {
    setEnvironment({ COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_ID: value })
    expect(onlyPool()?.clientIds).toEqual(new Set(clients))
  })

  it('names issuer and address of the keys', () => {
    setEnvironment({ COGNITO_USER_POOL_ID: 'local_1', COGNITO_CLIENT_ID: clientId, ...custom })
    expect(onlyPool()?.issuers).toEqual([
      { issuer: custom.COGNITO_ISSUER, jwksUri: custom.COGNITO_JWKS_URI, isOptional: false },
    ])
  })

  it('counts for less than the options, one by one', () => {
    setEnvironment({ COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_ID: clientId, ...custom })
    const options = {
      clientId: null,
      issuer: 'https://other.example.com',
      jwksUri: 'https://other.example.com/keys',
    }
    expect(onlyPool(options)).toMatchObject({
      userPoolId,
      clientIds: null,
      issuers: [{ issuer: options.issuer, jwksUri: options.jwksUri }],
    })
    expect(onlyPool({ issuer: options.issuer })?.issuers).toMatchObject([
      { issuer: options.issuer, jwksUri: custom.COGNITO_JWKS_URI },
    ])
  })

  it('does not name issuer or keys of a pool that the options name', () => {
    setEnvironment({ COGNITO_USER_POOL_ID: 'us-east-1_OTHER', COGNITO_CLIENT_ID: clientId, ...custom })
    expect(onlyPool({ userPoolId })).toMatchObject({
      userPoolId,
      clientIds: new Set([clientId]),
      issuers: [
        { issuer, jwksUri: `${issuer}/.well-known/jwks.json` },
        { issuer: updatedIssuer, jwksUri: `${updatedIssuer}/.well-known/jwks.json` },
      ],
    })
  })

  it('is off when the keys are given', () => {
    setEnvironment({ COGNITO_USER_POOL_ID: 'us-east-1_OTHER', COGNITO_CLIENT_ID: 'other', ...custom })
    const jwks = { keys: [jwk] }
    expect(onlyPool({ userPoolId, clientId, jwks })?.issuers).toMatchObject([
      { issuer },
      { issuer: updatedIssuer },
    ])
    expect(mistakeOf(() => resolvePools({ clientId, jwks })).message).toContain('userPoolId is missing')
    expect(mistakeOf(() => resolvePools({ userPoolId, jwks })).message).toContain('clientId is missing')
  })

  it('is off with userPools', () => {
    setEnvironment({ COGNITO_USER_POOL_ID: 'us-east-1_OTHER', COGNITO_CLIENT_ID: 'other', ...custom })
    expect(onlyPool({ userPools: [{ userPoolId, clientId }] })).toMatchObject({
      userPoolId,
      clientIds: new Set([clientId]),
      issuers: [{ issuer }, { issuer: updatedIssuer }],
    })
    expect(mistakeOf(() => resolvePools({ userPools: [{ clientId }] })).option).toBe(
      'userPools[0].userPoolId',
    )
    expect(mistakeOf(() => resolvePools({ userPools: [{ userPoolId }] })).option).toBe(
      'userPools[0].clientId',
    )
  })

  it('is named as a remedy where it is read, and nowhere else', () => {
    expect(mistakeOf(() => resolvePools({})).message).toContain('environment variable COGNITO_USER_POOL_ID')
    expect(mistakeOf(() => resolvePools({ userPoolId })).message).toContain(
      'environment variable COGNITO_CLIENT_ID',
    )
    for (const options of [
      { jwks: { keys: [jwk] } },
      { userPoolId, jwks: { keys: [jwk] } },
      { userPools: [{}] },
      { userPools: [{ userPoolId }] },
    ]) {
      expect(mistakeOf(() => resolvePools(options)).message).not.toContain('COGNITO_')
    }
  })
})

describe('an empty variable', () => {
  it('is absent', () => {
    setEnvironment({
      COGNITO_USER_POOL_ID: '',
      COGNITO_CLIENT_ID: '',
      COGNITO_ISSUER: '',
      COGNITO_JWKS_URI: '',
    })
    expect(mistakeOf(() => resolvePools({})).message).toContain('userPoolId is missing')
    expect(mistakeOf(() => resolvePools({ userPoolId })).message).toContain('clientId is missing')
    setEnvironment({ COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_ID: clientId })
    expect(onlyPool()?.issuers).toMatchObject([{ issuer }, { issuer: updatedIssuer }])
  })
})

describe('a mistake in a variable', () => {
  it.each([
    ['COGNITO_USER_POOL_ID', 'userPoolId', 'EXAMPLE1', 'the id of a user pool'],
    ['COGNITO_USER_POOL_ID', 'userPoolId', ' ', 'the id of a user pool'],
    ['COGNITO_USER_POOL_ID', 'userPoolId', `us-east-1_${'a'.repeat(46)}`, 'the id of a user pool'],
    ['COGNITO_CLIENT_ID', 'clientId', ',', 'the id of an app client'],
    ['COGNITO_CLIENT_ID', 'clientId', ' ', 'the id of an app client'],
    ['COGNITO_CLIENT_ID', 'clientId', 'one two', 'the id of an app client'],
    ['COGNITO_ISSUER', 'issuer', 'emulator', 'the exact `iss` of the tokens'],
    ['COGNITO_JWKS_URI', 'jwksUri', 'keys', 'an https: address'],
    ['COGNITO_JWKS_URI', 'jwksUri', 'http://keys.example.com/', 'an https: address'],
  ] as const)('is told with %s, %s and %j', (variable, option, value, allowed) => {
    setEnvironment({ COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_ID: clientId, [variable]: value })
    const mistake = mistakeOf(() => resolvePools({}))
    expect(mistake).toMatchObject({ name: 'ConfigurationError', option })
    expect(mistake.message).toContain(`${option} (from the environment variable ${variable}) is`)
    expect(mistake.message).toContain(`'${value}'`)
    expect(mistake.message).toContain(allowed)
  })

  it('is told of the issuer when the address of the keys would follow from it', () => {
    setEnvironment({
      COGNITO_USER_POOL_ID: 'local_1',
      COGNITO_CLIENT_ID: clientId,
      COGNITO_ISSUER: 'http://emulator.internal/local_1',
    })
    const mistake = mistakeOf(() => resolvePools({}))
    expect(mistake.option).toBe('issuer')
    expect(mistake.message).toContain('COGNITO_ISSUER')
    expect(resolvePools({ keys: { fetch } })).toHaveLength(1)
  })

  it('is not told of a variable that an option stands in front of', () => {
    setEnvironment({ COGNITO_USER_POOL_ID: 'junk', COGNITO_CLIENT_ID: ',' })
    expect(onlyPool({ userPoolId, clientId })).toMatchObject({ userPoolId })
    expect(mistakeOf(() => resolvePools({ userPoolId: 'wrong', clientId })).message).not.toContain('COGNITO_')
  })
})

describe('userPools', () => {
  const other = { userPoolId: 'eu-west-1_EXAMPLE2', clientId: ['a', 'b'] }

  it('are several pools, each with options of its own', () => {
    const pools = resolvePools({
      userPools: [
        { userPoolId, clientId, tokenUse: null, audience: 'one', jwksUri: 'https://keys.example.com/' },
        { ...other, issuer: 'https://emulator.example.com/pool', jwks: { keys: [jwk] } },
      ],
    })
    expect(pools).toMatchObject([
      { userPoolId, tokenUse: null, audiences: new Set(['one']), keySet: undefined },
      { userPoolId: other.userPoolId, clientIds: new Set(['a', 'b']), tokenUse: 'access', audiences: null },
    ])
    expect(pools[0]?.issuers[0]?.jwksUri).toBe('https://keys.example.com/')
    expect(pools[1]?.issuers.map(({ issuer: name }) => name)).toEqual(['https://emulator.example.com/pool'])
    expect(pools[1]?.keySet?.size).toBe(1)
  })

  it('take tokenUse and audience of the top level as defaults', () => {
    const userPools = [
      { userPoolId, clientId },
      { ...other, tokenUse: null, audience: ['two'] },
    ]
    expect(resolvePools({ userPools, tokenUse: 'id', audience: 'one' })).toMatchObject([
      { tokenUse: 'id', audiences: new Set(['one']) },
      { tokenUse: null, audiences: new Set(['two']) },
    ])
  })

  it.each([
    ['tokenUse', 'acess'],
    ['audience', ''],
  ])('name a wrong default by where it stands: %s', (option, value) => {
    const mistake = mistakeOf(() => resolvePools({ userPools: [{ userPoolId, clientId }], [option]: value }))
    expect(mistake.option).toBe(option)
    expect(mistake.message).toMatch(new RegExp(`^${option} is '${value}'`))
  })

  it.each([
    ['userPoolId', userPoolId],
    ['clientId', clientId],
    ['clientId', null],
    ['issuer', issuer],
    ['jwksUri', 'https://keys.example.com/'],
    ['jwks', { keys: [jwk] }],
  ])('exclude %s beside them', (option, value) => {
    const mistake = mistakeOf(() => resolvePools({ userPools: [{ userPoolId, clientId }], [option]: value }))
    expect(mistake.option).toBe(option)
    expect(mistake.message).toBe(
      `${option} cannot stand beside userPools. Put it into the pool it belongs to.`,
    )
  })

  it.each([
    [null, 'null'],
    ['', "''"],
    ['us-east-1_EXAMPLE1', "'us-east-1_EXAMPLE1'"],
    [{ userPoolId, clientId }, '{ userPoolId:'],
    [[], '[]'],
    [7, '7'],
  ])('cannot be %j', (userPools, shown) => {
    const mistake = mistakeOf(() => resolvePools({ userPools }))
    expect(mistake.option).toBe('userPools')
    expect(mistake.message).toContain(`userPools is ${shown}`)
    expect(mistake.message).toContain('an array of at least one { userPoolId, clientId }')
  })

  it.each([null, undefined, 'us-east-1_EXAMPLE1', 7, [], []])('cannot hold %j', (pool) => {
    const mistake = mistakeOf(() => resolvePools({ userPools: [{ userPoolId, clientId }, pool] }))
    expect(mistake.option).toBe('userPools[1]')
    expect(mistake.message).toContain('an object with the options userPoolId, clientId')
  })

  it.each([
    [{ userPoolID: userPoolId, clientId }, 'userPools[0].userPoolID', 'userPools[0].userPoolId'],
    [{ userPoolId, client: clientId }, 'userPools[0].client', 'userPools[0].clientId'],
    [{ userPoolId, clientId, jwksUrl: 'x' }, 'userPools[0].jwksUrl', 'userPools[0].jwksUri'],
  ])('propose the right name in %j', (pool, option, meant) => {
    const mistake = mistakeOf(() => resolvePools({ userPools: [pool] }))
    expect(mistake.option).toBe(option)
    expect(mistake.message).toBe(`\`${option}\` is not an option. Did you mean to pass \`${meant}\`?`)
  })

  it('do not take options that are for all of them', () => {
    const pool = { userPoolId, clientId, graceSeconds: 5 }
    expect(mistakeOf(() => resolvePools({ userPools: [pool] }))).toMatchObject({
      option: 'userPools[0].graceSeconds',
      message: expect.stringContaining('The options are userPoolId, clientId'),
    })
  })

  it.each([
    ['userPoolId', { userPoolId: 'wrong' }],
    ['clientId', { clientId: '' }],
    ['tokenUse', { tokenUse: 'wrong' }],
    ['audience', { audience: [] }],
    ['issuer', { issuer: 'wrong' }],
    ['jwksUri', { jwksUri: 'wrong' }],
    ['jwks', { jwks: { keys: [] } }],
  ])('name a wrong %s with its place', (option, wrong) => {
    const userPools = [
      { userPoolId, clientId },
      { ...other, ...wrong },
    ]
    const mistake = mistakeOf(() => resolvePools({ userPools }))
    expect(mistake.option).toBe(`userPools[1].${option}`)
    expect(mistake.message).toContain(`userPools[1].${option} is `)
  })

  it('cannot name an issuer twice', () => {
    const twice = [
      [
        { userPoolId, clientId },
        { userPoolId, clientId: 'other' },
      ],
      [
        { userPoolId, clientId },
        { ...other, issuer: updatedIssuer },
      ],
    ]
    for (const userPools of twice) {
      const mistake = mistakeOf(() => resolvePools({ userPools }))
      expect(mistake.option).toBe('userPools')
      expect(mistake.message).toContain('userPools has two pools with the issuer https://')
    }
  })
})
