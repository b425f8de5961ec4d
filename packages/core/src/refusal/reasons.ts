/** Why a request was refused, in detail, for your logs. The client never sees it. */
export type RejectionReason =
  // the Authorization header, or another place where the token is expected
  | 'no_credentials'
  | 'other_scheme'
  | 'scheme_missing'
  | 'malformed_credentials'
  | 'several_credentials'
  | 'cross_origin'
  // the token, up to and including its signature
  | 'malformed_token'
  | 'algorithm'
  | 'kid'
  | 'header'
  | 'issuer'
  | 'kid_unknown'
  | 'signature'
  // its claims
  | 'expiry_missing'
  | 'expired'
  | 'not_yet_valid'
  | 'subject'
  | 'token_use'
  | 'client'
  | 'audience'
  | 'key_bound'
  | 'claim_type'
  | 'user_id'
  | 'revoked'
  // everything else
  | 'guard'
  | 'step_up'
  | 'keys_unavailable'
  | 'revocations_unavailable'

/** Why a request was refused, as the client is told: one code for each row of the table of answers. */
export type AuthErrorCode =
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

/** The code that answers each reason. A new reason does not compile until it has one. */
export const codeByReason: Readonly<Record<RejectionReason, AuthErrorCode>> = {
  no_credentials: 'credentials_missing',
  other_scheme: 'credentials_missing',
  scheme_missing: 'credentials_missing',
  malformed_credentials: 'credentials_malformed',
  several_credentials: 'credentials_malformed',
  cross_origin: 'cross_origin',
  malformed_token: 'token_invalid',
  algorithm: 'token_invalid',
  kid: 'token_invalid',
  header: 'token_invalid',
  issuer: 'token_invalid',
  kid_unknown: 'token_invalid',
  signature: 'token_invalid',
  expiry_missing: 'token_invalid',
  expired: 'token_expired',
  not_yet_valid: 'token_invalid',
  subject: 'token_invalid',
  token_use: 'token_invalid',
  client: 'token_invalid',
  audience: 'token_invalid',
  key_bound: 'token_invalid',
  claim_type: 'token_invalid',
  user_id: 'token_invalid',
  revoked: 'token_revoked',
  guard: 'forbidden',
  step_up: 'step_up_required',
  keys_unavailable: 'keys_unavailable',
  revocations_unavailable: 'revocations_unavailable',
}
