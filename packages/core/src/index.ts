export { createAuthenticator } from './authenticator.ts'
export {
  AuthError,
  ConfigurationError,
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  isAuthError,
  KeysUnavailableError,
  UnauthenticatedError,
} from './errors.ts'
export {
  allOf,
  anyOf,
  hasAllScopes,
  hasAnyScope,
  hasScope,
  inAllGroups,
  inAnyGroup,
  inGroup,
} from './guards.ts'

export type { Answer, AnswerBody, AuthErrorCode } from './answer.ts'
export type { Authenticator } from './authenticator.ts'
export type { AuthErrorDetails, KeysUnavailableDetails, RejectionReason } from './errors.ts'
export type { Decision, Guard } from './guards.ts'
export type {
  CognitoAuthOptions,
  FetchKeys,
  JsonWebKeySet,
  KeyOptions,
  Logger,
  TokenCacheOptions,
  UserPoolOptions,
} from './options.ts'
export type {
  AccessTokenClaims,
  IdTokenClaims,
  MachinePrincipal,
  Principal,
  UserPrincipal,
} from './principal.ts'
