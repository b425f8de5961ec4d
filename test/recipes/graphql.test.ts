import { type Authenticator, createAuthenticator, type Principal } from '@cognito-auth/core'
import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'
import { openPage } from '../support/page.ts'

type Context = { principal: Principal | undefined }

describe('The recipe for GraphQL', () => {
  it('makes a context of a header, and of a token', async () => {
    const pool = await createTestUserPool()
    const authenticator = createAuthenticator(pool.options)
    const page = await openPage('docs/recipes/graphql.md')
    const { contextOfRequest, contextOfSubscription } = await page.module<{
      contextOfRequest: (authenticator: Authenticator, authorization?: string) => Promise<Context>
      contextOfSubscription: (authenticator: Authenticator, token: unknown) => Promise<Context>
    }>('contextOfRequest')
    const { ordersOf } = await page.module<{ ordersOf: (principal: Principal | undefined) => string[] }>(
      'ordersOf',
    )
    await page.remove()

    const { principal: admin } = await contextOfRequest(authenticator, pool.bearer({ groups: ['admin'] }))
    expect(ordersOf(admin)).toEqual(['tea'])
    const { principal: user } = await contextOfSubscription(authenticator, pool.accessToken())
    expect(() => ordersOf(user)).toThrow('Not allowed')

    expect(await contextOfRequest(authenticator)).toEqual({ principal: undefined })
    await expect(contextOfRequest(authenticator, 'Bearer made-up')).rejects.toThrow('The token is invalid')
    await expect(contextOfSubscription(authenticator, undefined)).rejects.toThrow('The token is invalid')
  })
})
