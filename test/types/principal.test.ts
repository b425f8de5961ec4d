import type {
  AccessTokenClaims,
  Authenticator,
  AuthError,
  AuthErrorCode,
  CognitoAuthOptions,
  Decision,
  Guard,
  IdTokenClaims,
  MachinePrincipal,
  Principal,
  UserPrincipal,
} from '@cognito-auth/core'
import { inGroup, isAuthError } from '@cognito-auth/core'
import { describe, expectTypeOf, it } from 'vitest'

interface TenantClaims {
  'custom:tenant'?: string
}

/** Reads what a principal offers. Never called: its types are what is tested. */
function read(principal: Principal, tenantPrincipal: Principal<TenantClaims>) {
  if (principal.kind === 'machine') {
    expectTypeOf(principal).toEqualTypeOf<MachinePrincipal>()
    expectTypeOf(principal.tokenUse).toEqualTypeOf<'access'>()
  } else {
    expectTypeOf(principal).toEqualTypeOf<UserPrincipal>()
    expectTypeOf(principal.tokenUse).toEqualTypeOf<'access' | 'id'>()
  }
  if (principal.tokenUse === 'id') {
    expectTypeOf(principal.kind).toEqualTypeOf<'user'>()
    expectTypeOf(principal.claims).toExtend<IdTokenClaims>()
    expectTypeOf(principal.claims.email).toEqualTypeOf<string | undefined>()
    expectTypeOf(principal.claims.aud).toEqualTypeOf<string>()
  } else {
    expectTypeOf(principal.kind).toEqualTypeOf<'user' | 'machine'>()
    expectTypeOf(principal.claims).toExtend<AccessTokenClaims>()
    expectTypeOf(principal.claims.client_id).toEqualTypeOf<string>()
  }
  expectTypeOf(tenantPrincipal.claims['custom:tenant']).toEqualTypeOf<string | undefined>()
  expectTypeOf(tenantPrincipal.claims.sub).toEqualTypeOf<string>()
  expectTypeOf(principal.claims['custom:tenant']).toEqualTypeOf<unknown>()

  // @ts-expect-error -- it is read-only
  principal.userId = 'root'
  // @ts-expect-error -- so are its lists
  principal.groups.push('admin')
  // @ts-expect-error -- and its claims
  principal.claims.sub = 'root'
  // @ts-expect-error -- the token is not on it
  return principal.token as unknown
}

describe('Principal', () => {
  it('is a union that is told apart by kind and tokenUse', () => {
    expectTypeOf(read).toBeFunction()
    expectTypeOf<Principal>().not.toBeAny()
    expectTypeOf<Principal>().toEqualTypeOf<UserPrincipal | MachinePrincipal>()
    expectTypeOf<Principal['kind']>().toEqualTypeOf<'user' | 'machine'>()
    expectTypeOf<Principal['userId']>().toEqualTypeOf<string>()
    expectTypeOf<Principal['username']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Principal['groups']>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<Principal['scopes']>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<Principal['expiresAt']>().toEqualTypeOf<number>()
    expectTypeOf<Principal['claims']>().not.toBeAny()
  })
})

describe('Guard', () => {
  it('takes a principal and returns a decision', () => {
    expectTypeOf<Guard>().toEqualTypeOf<(principal: Principal) => Decision>()
    expectTypeOf<Decision>().not.toBeAny()
    expectTypeOf(inGroup('admin')).toEqualTypeOf<Guard>()
  })
})

describe('Authenticator', () => {
  it('takes one value, several or none, and resolves to a principal', () => {
    expectTypeOf<Parameters<Authenticator['authenticate']>[0]>().toEqualTypeOf<
      string | readonly string[] | undefined
    >()
    expectTypeOf<ReturnType<Authenticator['authenticate']>>().toEqualTypeOf<Promise<Principal>>()
    expectTypeOf<ReturnType<Authenticator['verify']>>().toEqualTypeOf<Promise<Principal>>()
    expectTypeOf<ReturnType<Authenticator['ready']>>().toEqualTypeOf<Promise<void>>()
  })
})

describe('CognitoAuthOptions', () => {
  it('may be undefined or null, and are no others', () => {
    const options = {
      userPoolId: undefined,
      clientId: null,
      tokenUse: null,
      isRevoked: () => Promise.resolve(false),
    }
    expectTypeOf(options).toExtend<CognitoAuthOptions>()
    // @ts-expect-error -- misspelt
    expectTypeOf({ graceSecond: 5 }).toEqualTypeOf<CognitoAuthOptions>()
    expectTypeOf<{ tokenUse: 'refresh' }>().not.toExtend<CognitoAuthOptions>()
    expectTypeOf<{ isRevoked: () => string }>().not.toExtend<CognitoAuthOptions>()
  })
})

describe('isAuthError', () => {
  it('narrows to AuthError', () => {
    expectTypeOf(isAuthError).guards.toEqualTypeOf<AuthError>()
    expectTypeOf<AuthError['statusCode']>().toEqualTypeOf<number>()
    expectTypeOf<AuthError['code']>().toEqualTypeOf<AuthErrorCode>()
    expectTypeOf<AuthErrorCode>().toEqualTypeOf<
      | 'credentials_missing'
      | 'credentials_malformed'
      | 'token_invalid'
      | 'token_expired'
      | 'token_revoked'
      | 'step_up_required'
      | 'forbidden'
      | 'cross_origin'
      | 'keys_unavailable'
      | 'revocations_unavailable'
    >()
  })
})
