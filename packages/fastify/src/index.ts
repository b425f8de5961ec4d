export { cognitoAuth, cognitoAuth as default } from './plugin.ts'
export {
  authorize,
  requireAllGroups,
  requireAllScopes,
  requireAnyGroup,
  requireAnyScope,
  requireGroup,
  requireScope,
} from './authorize.ts'
export { getPrincipal } from './request.ts'
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
  RevocationsUnavailableError,
  UnauthenticatedError,
} from '@cognito-auth/core'

export type { AuthHook } from './authorize.ts'
export type { FastifyAuthOptions } from './plugin.ts'
export type { RouteMode } from './request.ts'
export type {
  AccessTokenClaims,
  Answer,
  Authenticator,
  AuthErrorCode,
  CognitoAuthOptions,
  CookieTokenSource,
  Decision,
  FetchKeys,
  Guard,
  HeaderTokenSource,
  IdTokenClaims,
  JsonWebKeySet,
  KeyOptions,
  Logger,
  MachinePrincipal,
  Principal,
  RejectionReason,
  Revocations,
  TokenCacheOptions,
  TokenSource,
  TokenSourceOptions,
  UnavailableDetails,
  UserPoolOptions,
  UserPrincipal,
  Verdict,
} from '@cognito-auth/core'
export type { Check, SharedAuthenticatorOptions } from '@cognito-auth/core/adapter'
