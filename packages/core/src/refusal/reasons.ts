/** What went wrong in detail, for logs. The client is never told. */
export type RejectionReason =
  // the header
  | 'no_credentials'
  | 'other_scheme'
  | 'malformed_credentials'
  | 'several_credentials'
  // the token up to its signature
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
  | 'user_id'
  | 'revoked'
  // the rest
  | 'guard'
  | 'keys_unavailable'
