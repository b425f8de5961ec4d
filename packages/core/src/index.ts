export { createAuthenticator } from './authenticate/authenticator.ts'
export {
  AuthError,
  ConfigurationError,
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  isAuthError,
  KeysUnavailableError,
  UnauthenticatedError,
} from './refusal/errors.ts'
export {
  allOf,
  anyOf,
  hasAllScopes,
  hasAnyScope,
  hasScope,
  inAllGroups,
  inAnyGroup,
  inGroup,
} from './guards/guards.ts'

export type { Answer, AnswerBody, AuthErrorCode } from './refusal/answer.ts'
export type { Authenticator } from './authenticate/authenticator.ts'
export type { AuthErrorDetails, KeysUnavailableDetails } from './refusal/errors.ts'
export type { RejectionReason } from './refusal/reasons.ts'
export type { Decision, Guard } from './guards/guards.ts'
export type {
  CognitoAuthOptions,
  FetchKeys,
  JsonWebKeySet,
  KeyOptions,
  Logger,
  TokenCacheOptions,
  UserPoolOptions,
} from './types/options.ts'
export type {
  AccessTokenClaims,
  IdTokenClaims,
  MachinePrincipal,
  Principal,
  UserPrincipal,
} from './types/principal.ts'
