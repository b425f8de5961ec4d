import { type Authenticator, createAuthenticator, type Principal } from '@cognito-auth/core'
import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'
import { openPage } from '../support/page.ts'

describe('The recipe for GraphQL', () => {
  it('verifies the token of a subscription, and guards resolvers', async () => {
    const pool = await createTestUserPool()
    const authenticator = createAuthenticator(pool.options)
    const page = await openPage('docs/recipes/graphql.md')
    const { verifyConnection } = await page.module<{
      verifyConnection: (authenticator: Authenticator, params: object | undefined) => Promise<Principal>
    }>('verifyConnection')
    const { listOrders } = await page.module<{ listOrders: (principal?: Principal) => string[] }>(
      'listOrders',
    )
    await page.remove()

    const admin = await verifyConnection(authenticator, { token: pool.accessToken({ groups: ['admin'] }) })
    expect(listOrders(admin)).toEqual(['tea'])
    const user = await verifyConnection(authenticator, { token: pool.accessToken() })
    expect(() => listOrders(user)).toThrow('Not allowed')
    expect(() => listOrders(undefined)).toThrow('Not allowed')

    await expect(verifyConnection(authenticator, undefined)).rejects.toThrow('The token is invalid')
    await expect(verifyConnection(authenticator, { token: 'made-up' })).rejects.toThrow(
      'The token is invalid',
    )
  })
})
