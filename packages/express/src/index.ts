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
export {
  allOf,
  anyOf,
  AuthError,
  channels,
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
  RevocationsUnavailableError,
  steppedUp,
  StepUpRequiredError,
  UnauthenticatedError,
} from '@cognito-auth/core'

export type { AuthHandler, ExpressAuthOptions } from './authenticate.ts'
export type { OnRefused } from './request.ts'
export type {
  AccessTokenClaims,
  Answer,
  Authenticator,
  AuthenticateMessage,
  AuthErrorCode,
  AuthorizeMessage,
  CognitoAuthOptions,
  Decision,
  FetchKeys,
  Guard,
  IdTokenClaims,
  JsonWebKeySet,
  KeyOptions,
  KeysFetchMessage,
  KeysFetchReason,
  Logger,
  MachinePrincipal,
  Principal,
  RejectionReason,
  Revocations,
  RevocationsReadMessage,
  StepUpRequirement,
  TokenCacheOptions,
  UnavailableDetails,
  UserPoolOptions,
  UserPrincipal,
  Verdict,
} from '@cognito-auth/core'
export type { Check, SharedAuthenticatorOptions } from '@cognito-auth/core/adapter'
