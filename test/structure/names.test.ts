import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as core from '@cognito-auth/core'
import * as adapter from '@cognito-auth/core/adapter'
import * as express from '@cognito-auth/express'
import * as fastify from '@cognito-auth/fastify'
import * as opentelemetry from '@cognito-auth/opentelemetry'
import * as revocation from '@cognito-auth/revocation'
import * as testing from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'

// A name that is added here is a promise to its users, and one that is removed breaks them.

/** The types that the index of a package lists. */
function typesOf(packageName: string): readonly string[] {
  const index = resolve(import.meta.dirname, '../..', 'packages', packageName, 'src/index.ts')
  const lists = readFileSync(index, 'utf8').matchAll(/^export type \{(?<names>[^}]*)\}/gm)
  return [...lists].flatMap(({ groups }) => groups?.['names']?.match(/\w+/g) ?? []).toSorted()
}

describe('@cognito-auth/core', () => {
  it('exports these values', () => {
    expect(Object.keys(core).toSorted()).toMatchInlineSnapshot(`
      [
        "AuthError",
        "ConfigurationError",
        "CrossOriginError",
        "ForbiddenError",
        "InvalidRequestError",
        "InvalidTokenError",
        "KeysUnavailableError",
        "RevocationsUnavailableError",
        "StepUpRequiredError",
        "UnauthenticatedError",
        "allOf",
        "anyOf",
        "channels",
        "createAuthenticator",
        "hasAllScopes",
        "hasAnyScope",
        "hasScope",
        "inAllGroups",
        "inAnyGroup",
        "inGroup",
        "isAuthError",
        "openapiComponents",
        "protectedResource",
        "securityOf",
        "steppedUp",
        "toAuthInfo",
      ]
    `)
  })

  it('exports these types', () => {
    expect(typesOf('core')).toMatchInlineSnapshot(`
      [
        "AccessTokenClaims",
        "Answer",
        "AnswerBody",
        "AuthErrorCode",
        "AuthErrorDetails",
        "AuthInfo",
        "AuthenticateMessage",
        "Authenticator",
        "AuthorizeMessage",
        "CognitoAuthOptions",
        "CookieTokenSource",
        "Decision",
        "FetchKeys",
        "Guard",
        "GuardSecurity",
        "HeaderTokenSource",
        "IdTokenClaims",
        "JsonWebKeySet",
        "KeyOptions",
        "KeysFetchMessage",
        "KeysFetchReason",
        "KeysUnavailableDetails",
        "Logger",
        "MachinePrincipal",
        "OpenapiComponents",
        "OpenapiComponentsOptions",
        "OpenapiErrorSchema",
        "OpenapiSecurityScheme",
        "Principal",
        "ProtectedResource",
        "ProtectedResourceOptions",
        "RejectionReason",
        "Revocations",
        "RevocationsReadMessage",
        "StepUpRequirement",
        "TokenCacheOptions",
        "TokenSource",
        "TokenSourceOptions",
        "UnavailableDetails",
        "UserPoolOptions",
        "UserPrincipal",
        "Verdict",
      ]
    `)
  })
})

describe('@cognito-auth/core/adapter', () => {
  it('exports these values', () => {
    expect(Object.keys(adapter).toSorted()).toMatchInlineSnapshot(`
      [
        "EventChannel",
        "accessAuthenticator",
        "asError",
        "buildMetadata",
        "cacheHeaders",
        "checkObject",
        "createContext",
        "createGuardRunner",
        "defaultAnswers",
        "errorSchemaName",
        "findUserId",
        "getSessionPrincipal",
        "invalidOption",
        "isLogger",
        "logRefusal",
        "logSafely",
        "own",
        "prepareWarnings",
        "requireEach",
        "runAuthentication",
        "schemeName",
        "withSecurity",
      ]
    `)
  })
})

describe('@cognito-auth/express', () => {
  it('exports these values', () => {
    expect(Object.keys(express).toSorted()).toMatchInlineSnapshot(`
      [
        "AuthError",
        "ConfigurationError",
        "CrossOriginError",
        "ForbiddenError",
        "InvalidRequestError",
        "InvalidTokenError",
        "KeysUnavailableError",
        "RevocationsUnavailableError",
        "StepUpRequiredError",
        "UnauthenticatedError",
        "allOf",
        "anyOf",
        "authorize",
        "channels",
        "createAuthenticator",
        "getPrincipal",
        "hasAllScopes",
        "hasAnyScope",
        "hasScope",
        "inAllGroups",
        "inAnyGroup",
        "inGroup",
        "isAuthError",
        "openapiComponents",
        "optionalAuth",
        "protectedResource",
        "requireAllGroups",
        "requireAllScopes",
        "requireAnyGroup",
        "requireAnyScope",
        "requireAuth",
        "requireGroup",
        "requireScope",
        "requireStepUp",
        "securityHandlers",
        "securityOf",
        "sendAuthError",
        "serveMetadata",
        "steppedUp",
        "toAuthInfo",
      ]
    `)
  })

  it('exports these types', () => {
    expect(typesOf('express')).toMatchInlineSnapshot(`
      [
        "AccessTokenClaims",
        "Answer",
        "AuthErrorCode",
        "AuthHandler",
        "AuthInfo",
        "AuthenticateMessage",
        "Authenticator",
        "AuthorizeMessage",
        "Check",
        "CognitoAuthOptions",
        "CookieTokenSource",
        "Decision",
        "ExpressAuthOptions",
        "FetchKeys",
        "Guard",
        "GuardSecurity",
        "HeaderTokenSource",
        "IdTokenClaims",
        "JsonWebKeySet",
        "KeyOptions",
        "KeysFetchMessage",
        "KeysFetchReason",
        "Logger",
        "MachinePrincipal",
        "OnRefused",
        "OpenapiComponents",
        "OpenapiComponentsOptions",
        "OpenapiErrorSchema",
        "OpenapiSecurityScheme",
        "Principal",
        "ProtectedResource",
        "ProtectedResourceOptions",
        "RejectionReason",
        "Revocations",
        "RevocationsReadMessage",
        "SecurityHandlers",
        "SharedAuthenticatorOptions",
        "StepUpRequirement",
        "TokenCacheOptions",
        "TokenSource",
        "TokenSourceOptions",
        "UnavailableDetails",
        "UserPoolOptions",
        "UserPrincipal",
        "Verdict",
      ]
    `)
  })
})

describe('@cognito-auth/fastify', () => {
  it('exports these values', () => {
    expect(Object.keys(fastify).toSorted()).toMatchInlineSnapshot(`
      [
        "AuthError",
        "ConfigurationError",
        "CrossOriginError",
        "ForbiddenError",
        "InvalidRequestError",
        "InvalidTokenError",
        "KeysUnavailableError",
        "RevocationsUnavailableError",
        "StepUpRequiredError",
        "UnauthenticatedError",
        "allOf",
        "anyOf",
        "authorize",
        "channels",
        "cognitoAuth",
        "createAuthenticator",
        "default",
        "getPrincipal",
        "hasAllScopes",
        "hasAnyScope",
        "hasScope",
        "inAllGroups",
        "inAnyGroup",
        "inGroup",
        "isAuthError",
        "openapiComponents",
        "openapiTransform",
        "protectedResource",
        "requireAllGroups",
        "requireAllScopes",
        "requireAnyGroup",
        "requireAnyScope",
        "requireGroup",
        "requireScope",
        "requireStepUp",
        "securityOf",
        "serveMetadata",
        "steppedUp",
        "toAuthInfo",
      ]
    `)
  })

  it('exports these types', () => {
    expect(typesOf('fastify')).toMatchInlineSnapshot(`
      [
        "AccessTokenClaims",
        "Answer",
        "AuthErrorCode",
        "AuthHook",
        "AuthInfo",
        "AuthenticateMessage",
        "Authenticator",
        "AuthorizeMessage",
        "Check",
        "CognitoAuthOptions",
        "CookieTokenSource",
        "Decision",
        "FastifyAuthOptions",
        "FetchKeys",
        "Guard",
        "GuardSecurity",
        "HeaderTokenSource",
        "IdTokenClaims",
        "JsonWebKeySet",
        "KeyOptions",
        "KeysFetchMessage",
        "KeysFetchReason",
        "Logger",
        "MachinePrincipal",
        "OpenapiComponents",
        "OpenapiComponentsOptions",
        "OpenapiErrorSchema",
        "OpenapiSecurityScheme",
        "Principal",
        "ProtectedResource",
        "ProtectedResourceOptions",
        "RejectionReason",
        "Revocations",
        "RevocationsReadMessage",
        "RouteMode",
        "RouteToTransform",
        "SharedAuthenticatorOptions",
        "StepUpRequirement",
        "TokenCacheOptions",
        "TokenSource",
        "TokenSourceOptions",
        "TransformedRoute",
        "UnavailableDetails",
        "UserPoolOptions",
        "UserPrincipal",
        "Verdict",
      ]
    `)
  })
})

describe('@cognito-auth/testing', () => {
  it('exports these values', () => {
    expect(Object.keys(testing).toSorted()).toMatchInlineSnapshot(`
      [
        "createTestUserPool",
      ]
    `)
  })

  it('exports these types', () => {
    expect(typesOf('testing')).toMatchInlineSnapshot(`
      [
        "JwksServer",
        "ListenOptions",
        "PublicKey",
        "PublicKeySet",
        "RotateKeysOptions",
        "TestUserPool",
        "TestUserPoolOptions",
        "TokenOptions",
      ]
    `)
  })
})

describe('@cognito-auth/revocation', () => {
  it('exports these values', () => {
    expect(Object.keys(revocation).toSorted()).toMatchInlineSnapshot(`
      [
        "createRevocations",
        "memoryStore",
        "redisStore",
      ]
    `)
  })

  it('exports these types', () => {
    expect(typesOf('revocation')).toMatchInlineSnapshot(`
      [
        "ClientTarget",
        "ManagedRevocations",
        "PoolTarget",
        "RedisClient",
        "RedisCommand",
        "RedisStoreOptions",
        "Revocation",
        "RevocationKind",
        "RevocationOptions",
        "RevocationPage",
        "RevocationStore",
        "UserTarget",
        "WatchOptions",
      ]
    `)
  })
})

describe('@cognito-auth/opentelemetry', () => {
  it('exports these values', () => {
    expect(Object.keys(opentelemetry).toSorted()).toMatchInlineSnapshot(`
      [
        "instrument",
      ]
    `)
  })

  it('exports these types', () => {
    expect(typesOf('opentelemetry')).toMatchInlineSnapshot(`
      [
        "InstrumentOptions",
        "Instrumentation",
      ]
    `)
  })
})
