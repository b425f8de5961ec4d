export { createAuthenticator } from './authenticate/create-authenticator.ts'
export { channels } from './events/channels.ts'
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
export { steppedUp } from './guards/stepped-up.ts'
export { securityOf } from './guards/security.ts'
export { openapiComponents } from './openapi/components.ts'
export { AuthError, isAuthError } from './refusal/auth-error.ts'
export { ConfigurationError } from './refusal/configuration-error.ts'
export {
  CrossOriginError,
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  RevocationsUnavailableError,
  StepUpRequiredError,
  UnauthenticatedError,
} from './refusal/errors.ts'
export { protectedResource } from './resources/protected-resource.ts'
export { toAuthInfo } from './resources/to-auth-info.ts'

export type { Authenticator } from './authenticate/authenticator.ts'
export type {
  AuthenticateMessage,
  AuthorizeMessage,
  KeysFetchMessage,
  KeysFetchReason,
  RevocationsReadMessage,
} from './events/messages.ts'
export type { Decision } from './guards/decision.ts'
export type { Guard } from './guards/guards.ts'
export type { GuardSecurity } from './guards/security.ts'
export type {
  OpenapiComponents,
  OpenapiComponentsOptions,
  OpenapiErrorSchema,
  OpenapiSecurityScheme,
} from './openapi/components.ts'
export type { Answer, AnswerBody } from './refusal/answer.ts'
export type { AuthErrorDetails } from './refusal/auth-error.ts'
export type { KeysUnavailableDetails, UnavailableDetails } from './refusal/errors.ts'
export type { AuthErrorCode, RejectionReason } from './refusal/reasons.ts'
export type { AuthInfo } from './types/auth-info.ts'
export type {
  CognitoAuthOptions,
  FetchKeys,
  JsonWebKeySet,
  KeyOptions,
  Logger,
  TokenCacheOptions,
  UserPoolOptions,
} from './types/options.ts'
export type { ProtectedResource, ProtectedResourceOptions } from './types/protected-resource.ts'
export type { Revocations, Verdict } from './types/revocations.ts'
export type {
  CookieTokenSource,
  HeaderTokenSource,
  TokenSource,
  TokenSourceOptions,
} from './types/token-source.ts'
export type {
  AccessTokenClaims,
  IdTokenClaims,
  MachinePrincipal,
  Principal,
  UserPrincipal,
} from './types/principal.ts'
export type { StepUpRequirement } from './types/step-up.ts'
