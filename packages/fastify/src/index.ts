export { cognitoAuth, cognitoAuth as default } from './plugin.ts'
export {
  authorize,
  requireAllGroups,
  requireAllScopes,
  requireAnyGroup,
  requireAnyScope,
  requireGroup,
  requireScope,
  requireStepUp,
} from './authorize.ts'
export { openapiTransform } from './openapi-transform.ts'
export { getPrincipal } from './request.ts'
export { serveMetadata } from './serve-metadata.ts'
export {
  allOf,
  anyOf,
  AuthError,
  ConfigurationError,
  createAuthenticator,
  CrossOriginError,
  ForbiddenError,
  hasAllScopes,
  hasAnyScope,
  hasScope,
  inAllGroups,
  inAnyGroup,
  inGroup,
  InvalidRequestError,
  InvalidTokenError,
  isAuthError,
  KeysUnavailableError,
  protectedResource,
  RevocationsUnavailableError,
  steppedUp,
  StepUpRequiredError,
  toAuthInfo,
  openapiComponents,
  securityOf,
  UnauthenticatedError,
} from '@cognito-auth/core'

export type { AuthHook } from './authorize.ts'
export type { RouteToTransform, TransformedRoute } from './openapi-transform.ts'
export type { FastifyAuthOptions } from './plugin.ts'
export type { RouteMode } from './request.ts'
export type {
  AccessTokenClaims,
  Answer,
  Authenticator,
  AuthErrorCode,
  AuthInfo,
  CognitoAuthOptions,
  CookieTokenSource,
  Decision,
  FetchKeys,
  Guard,
  GuardSecurity,
  HeaderTokenSource,
  IdTokenClaims,
  JsonWebKeySet,
  KeyOptions,
  Logger,
  MachinePrincipal,
  OpenapiComponents,
  OpenapiComponentsOptions,
  OpenapiErrorSchema,
  OpenapiSecurityScheme,
  Principal,
  ProtectedResource,
  ProtectedResourceOptions,
  RejectionReason,
  Revocations,
  StepUpRequirement,
  TokenCacheOptions,
  TokenSource,
  TokenSourceOptions,
  UnavailableDetails,
  UserPoolOptions,
  UserPrincipal,
  Verdict,
} from '@cognito-auth/core'
export type { Check, SharedAuthenticatorOptions } from '@cognito-auth/core/adapter'
