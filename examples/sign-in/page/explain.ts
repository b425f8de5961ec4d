import type { ApiAnswer, Credential } from './api.ts'

const byCode: Readonly<Record<string, string>> = {
  credentials_missing: 'There was no token: nobody has signed in, as far as the API can see.',
  credentials_malformed: 'What was sent cannot be a token.',
  token_invalid: 'The API does not trust this token.',
  token_expired: 'The token was good once. Refresh the tokens and call again: no reload is needed.',
  token_revoked: 'The user has signed out everywhere. The API rejects the tokens of all earlier sign-ins.',
  step_up_required:
    'The token is good, but the user signed in too long ago for this. Refreshed tokens do not help: the user has to sign in again.',
  forbidden: 'The API knows who is calling, and a guard said no: the token has not the group or the scope.',
  keys_unavailable: 'The API cannot reach the keys of the user pool, and lets nobody in meanwhile.',
  revocations_unavailable: 'The API does not know who has signed out, and lets nobody in meanwhile.',
}

const byReason: Readonly<Record<string, string>> = {
  token_use: 'The signature is right, but an ID token is not meant for an API.',
  signature: 'The group admin was written into the token, and the signature does not fit any more.',
}

/** Says in a sentence or two why an API answered as it did. */
export function explain({ status, code, reason }: ApiAnswer, credential: Credential): string {
  if (code !== undefined) return byReason[reason ?? ''] ?? byCode[code] ?? ''
  if (status >= 300) return ''
  return credential === 'old'
    ? 'Let in. The sign-out ended the refresh token, and an access token is good until it expires. “Sign out everywhere” ends it at once.'
    : 'Let in.'
}
