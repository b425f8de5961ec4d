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
    ['COGNITO_JWKS_URI', 'jwksUri', 'keys', 'an https: URL'],
    ['COGNITO_JWKS_URI', 'jwksUri', 'http://keys.example.com/', 'an https: URL'],
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
