import { describe, expect, it } from 'vitest'
import { poolIdentity } from '../dist/pool-identity.js'

describe('poolIdentity', () => {
  it('has defaults for everything', () => {
    expect(poolIdentity({})).toEqual({
      userPoolId: 'us-east-1_EXAMPLE1',
      clientId: '4exampleclientid0000000000',
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE1',
    })
  })

  it('makes the pool id from the region', () => {
    expect(poolIdentity({ region: 'eu-central-1' }).userPoolId).toBe('eu-central-1_EXAMPLE1')
  })

  it('makes the issuer from the region of the pool id', () => {
    const { issuer } = poolIdentity({ userPoolId: 'us-gov-west-1_Ab9' })
    expect(issuer).toBe('https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_Ab9')
  })

  it('accepts a region and a pool id that agree', () => {
    const { userPoolId } = poolIdentity({ region: 'ap-southeast-2', userPoolId: 'ap-southeast-2_Ab9' })
    expect(userPoolId).toBe('ap-southeast-2_Ab9')
  })

  it('refuses a region and a pool id that differ', () => {
    expect(() => poolIdentity({ region: 'eu-west-1', userPoolId: 'us-east-1_Ab9' })).toThrow(
      "region is 'eu-west-1'. It must be that of userPoolId, us-east-1.",
    )
  })

  it.each(['', 'us-east-1', '_Ab9', 'us-east-1_', 'us-east-1_A_b', 'local_Ab9', 'us-east-1_Ab9\n', 7, null])(
    'refuses the pool id %j',
    (userPoolId) => {
      const options = JSON.parse(JSON.stringify({ userPoolId }))
      expect(() => poolIdentity(options)).toThrow(/^userPoolId is .*\. It must be the id of a user pool/)
    },
  )

  it('accepts a pool id of 55 characters and refuses one of 56', () => {
    const userPoolId = `us-east-1_${'a'.repeat(45)}`
    expect(poolIdentity({ userPoolId }).userPoolId).toHaveLength(55)
    expect(() => poolIdentity({ userPoolId: `${userPoolId}a` })).toThrow('userPoolId')
  })

  it.each(['', 'mars', 'US-EAST-1', 'us-east-1_Ab9'])('refuses the region %j', (region) => {
    expect(() => poolIdentity({ region })).toThrow(/^region is .*\. It must be an AWS region/)
  })

  it.each(['', 'two clients', 'a,b'])('refuses the client id %j', (clientId) => {
    expect(() => poolIdentity({ clientId })).toThrow(/^clientId is .*\. It must be the id of one app client/)
  })

  it('refuses an option that it does not know', () => {
    // @ts-expect-error -- not an option
    expect(() => poolIdentity({ poolId: 'us-east-1_Ab9' })).toThrow(
      '`poolId` is not an option of createTestUserPool. The options are region, userPoolId, clientId.',
    )
  })
})
