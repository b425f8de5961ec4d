import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import { mistakeOf } from '../support/refusal.ts'
import { clientId, createSigner, issuer, userPoolId } from '../support/signer.ts'

const { jwk } = createSigner('key-1')

/** The pools in options that TypeScript may not accept. */
function resolvePools(options: object) {
  return resolveOptions(options).pools
}

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
      `${option} cannot be combined with userPools. Move it into the pool that it belongs to.`,
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
})
