import { describe, expect, it } from 'vitest'
import { resolvePoolIdentity } from '../dist/pool-identity.js'

describe('resolvePoolIdentity', () => {
  it('has defaults for everything', () => {
    expect(resolvePoolIdentity({})).toEqual({
      userPoolId: 'us-east-1_EXAMPLE1',
      clientId: '4exampleclientid0000000000',
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE1',
    })
  })

  it('makes the pool ID from the region', () => {
    expect(resolvePoolIdentity({ region: 'eu-central-1' }).userPoolId).toBe('eu-central-1_EXAMPLE1')
  })

  it('makes the issuer from the region of the pool ID', () => {
    const { issuer } = resolvePoolIdentity({ userPoolId: 'us-gov-west-1_Ab9' })
    expect(issuer).toBe('https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_Ab9')
  })

  it('accepts a region and a pool ID that agree', () => {
    const { userPoolId } = resolvePoolIdentity({ region: 'ap-southeast-2', userPoolId: 'ap-southeast-2_Ab9' })
    expect(userPoolId).toBe('ap-southeast-2_Ab9')
  })

  it('rejects a region and a pool ID that differ', () => {
    expect(() => resolvePoolIdentity({ region: 'eu-west-1', userPoolId: 'us-east-1_Ab9' })).toThrow(
      "region is 'eu-west-1'. It must be that of userPoolId, us-east-1.",
    )
  })

  it.each(['', 'us-east-1', '_Ab9', 'us-east-1_', 'us-east-1_A_b', 'local_Ab9', 'us-east-1_Ab9\n', 7, null])(
    'rejects the pool ID %j',
    (userPoolId) => {
      const options = JSON.parse(JSON.stringify({ userPoolId }))
      expect(() => resolvePoolIdentity(options)).toThrow(
        /^userPoolId is .*\. It must be the id of a user pool/,
      )
    },
  )

  it('accepts a pool ID of 55 characters and rejects one of 56', () => {
    const userPoolId = `us-east-1_${'a'.repeat(45)}`
    expect(resolvePoolIdentity({ userPoolId }).userPoolId).toHaveLength(55)
    expect(() => resolvePoolIdentity({ userPoolId: `${userPoolId}a` })).toThrow('userPoolId')
  })

  it.each(['', 'mars', 'US-EAST-1', 'us-east-1_Ab9'])('rejects the region %j', (region) => {
    expect(() => resolvePoolIdentity({ region })).toThrow(/^region is .*\. It must be an AWS region/)
  })

  it.each(['', 'two clients', 'a,b'])('rejects the client ID %j', (clientId) => {
    expect(() => resolvePoolIdentity({ clientId })).toThrow(
      /^clientId is .*\. It must be the id of one app client/,
    )
  })

  it('rejects an unknown option', () => {
    // @ts-expect-error -- not an option
    expect(() => resolvePoolIdentity({ poolId: 'us-east-1_Ab9' })).toThrow(
      '`poolId` is not an option of createTestUserPool. The options are region, userPoolId, clientId.',
    )
  })
})
