import type { Authenticator, CognitoAuthOptions, TokenSource } from '@cognito-auth/core'
import type { ExpressAuthOptions } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { describe, expectTypeOf, it } from 'vitest'

describe('tokenFrom', () => {
  it('is an option of both adapters, also next to an authenticator, and of nothing else', () => {
    expectTypeOf<ExpressAuthOptions['tokenFrom']>().not.toBeAny()
    expectTypeOf<ExpressAuthOptions['tokenFrom']>().toEqualTypeOf<TokenSource | undefined>()
    expectTypeOf<FastifyAuthOptions['tokenFrom']>().toEqualTypeOf<TokenSource | undefined>()
    interface Shared {
      authenticator: Authenticator
      tokenFrom: { header: string }
    }
    expectTypeOf<Shared>().toExtend<ExpressAuthOptions>()
    expectTypeOf<Shared>().toExtend<FastifyAuthOptions>()
    expectTypeOf<CognitoAuthOptions>().not.toHaveProperty('tokenFrom')
  })

  it('takes a header or a cookie by its name', () => {
    expectTypeOf<'authorization'>().toExtend<TokenSource>()
    expectTypeOf<{ header: string }>().toExtend<TokenSource>()
    expectTypeOf<{ cookie: string }>().toExtend<TokenSource>()
    expectTypeOf<{ cookie: string; trustedOrigins: readonly string[] }>().toExtend<TokenSource>()
    expectTypeOf<{ cookie: string; trustedOrigins: string }>().not.toExtend<TokenSource>()
    expectTypeOf<{ query: string }>().not.toExtend<TokenSource>()
    expectTypeOf<() => string>().not.toExtend<TokenSource>()
    expectTypeOf<'cookie'>().not.toExtend<TokenSource>()
  })
})
