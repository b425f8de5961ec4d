export { optionalAuth, requireAuth } from './authenticate.ts'
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
export { sendAuthError } from './refuse.ts'
export { getPrincipal } from './request.ts'
export { serveMetadata } from './serve-metadata.ts'
export {
  allOf,
  anyOf,
  AuthError,
  ConfigurationError,
  createAuthenticator,
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
  UnauthenticatedError,
} from '@cognito-auth/core'

export type { AuthHandler, ExpressAuthOptions } from './authenticate.ts'
export type { OnRefused } from './request.ts'
export type {
  AccessTokenClaims,
  Answer,
  Authenticator,
  AuthErrorCode,
  AuthInfo,
  CognitoAuthOptions,
  Decision,
  FetchKeys,
  Guard,
  IdTokenClaims,
  JsonWebKeySet,
  KeyOptions,
  Logger,
  MachinePrincipal,
  Principal,
  ProtectedResource,
  ProtectedResourceOptions,
  RejectionReason,
  Revocations,
  StepUpRequirement,
  TokenCacheOptions,
  UnavailableDetails,
  UserPoolOptions,
  UserPrincipal,
  Verdict,
} from '@cognito-auth/core'
export type { Check, SharedAuthenticatorOptions } from '@cognito-auth/core/adapter'
