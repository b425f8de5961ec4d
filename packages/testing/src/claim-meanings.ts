import type { JsonObject } from './material.ts'

/**
 * What an API does with a claim, a clause for the reader.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export function meaningOf(claim: string, { token_use: tokenUse }: JsonObject): string {
  if (claim === 'aud' && tokenUse === 'id') return 'the app client: one of those that the API accepts'
  if (claim.startsWith('custom:')) return 'an attribute of your own, unchecked; always text'
  return meanings.get(claim) ?? 'unchecked; in principal.claims'
}

const name = 'principal.username; a name, not an identity'

const meanings: ReadonlyMap<string, string> = new Map([
  // read by the API
  ['sub', 'who it is: principal.userId'],
  ['username', name],
  ['cognito:username', name],
  ['cognito:groups', 'principal.groups, for requireGroup(); as old as the token'],
  ['scope', 'principal.scopes, for requireScope()'],
  ['iss', 'the user pool: compared character by character'],
  ['client_id', 'the app client: one of those that the API accepts'],
  ['aud', 'the resource that it is for; compared if the API sets audience'],
  ['token_use', 'the kind of token; an API wants access unless it sets tokenUse'],
  ['exp', 'the end: refused from this second on'],
  ['nbf', 'the beginning: refused before this second'],
  ['cnf', 'binds the token to a key: refused, as a bearer request proves no key'],
  // of use to isRevoked
  ['iat', 'when it was issued; not checked'],
  ['auth_time', 'when the user signed in; not checked'],
  ['jti', 'id of this token; not checked'],
  ['origin_jti', 'id of the sign-in; not checked'],
  // for others
  ['event_id', 'id of the event at Cognito; not read'],
  ['version', 'version of the format; not read'],
  ['device_key', 'the remembered device; not read'],
  ['email', 'an attribute; see email_verified'],
  ['email_verified', 'whether Cognito has verified the address; not checked'],
  ['cognito:roles', 'IAM roles, for identity pools; not read'],
  ['cognito:preferred_role', 'IAM role, for identity pools; not read'],
  ['identities', 'accounts at other identity providers; not read'],
  ['nonce', 'for the app that signed the user in; not read'],
  ['at_hash', 'for the app that signed the user in; not read'],
  ['acr', 'how strongly the user was authenticated; not checked'],
  ['amr', 'how the user was authenticated; not checked'],
])
