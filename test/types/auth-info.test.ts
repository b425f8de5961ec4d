import { type AuthInfo, createAuthenticator, type Principal, toAuthInfo } from '@cognito-auth/core'
import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, expectTypeOf, it } from 'vitest'

/** What the MCP SDKs expect in `req.auth`, in version 1 and in version 2. */
interface SdkAuthInfo {
  token: string
  clientId: string
  scopes: string[]
  expiresAt?: number
  resource?: URL
  extra?: Record<string, unknown>
}

const pool = await createTestUserPool()

describe('toAuthInfo', () => {
  it('returns what the MCP SDKs expect', async () => {
    expectTypeOf<AuthInfo>().not.toBeAny()
    expectTypeOf<AuthInfo>().toExtend<SdkAuthInfo>()
    const token = pool.accessToken()
    const auth: SdkAuthInfo = toAuthInfo(await createAuthenticator(pool.options).verify(token), token)
    expect(auth).toMatchObject({ token, clientId: pool.clientId })
  })

  it('knows the fields in extra', () => {
    expectTypeOf<AuthInfo['extra']['userId']>().toEqualTypeOf<string>()
    expectTypeOf<AuthInfo['extra']['kind']>().toEqualTypeOf<Principal['kind']>()
    // @ts-expect-error -- there is no such field
    expectTypeOf<AuthInfo['extra']['email']>().toBeAny()
  })

  it('takes a principal with claims of your own', () => {
    type Tenant = { 'custom:tenant'?: string }
    expectTypeOf<Principal<Tenant>>().toExtend<Parameters<typeof toAuthInfo>[0]>()
  })
})
