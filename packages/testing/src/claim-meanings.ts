import type { JsonObject } from './input.ts'

/**
 * Describes what an API does with a claim, in a few words.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export function describeClaim(claim: string, { token_use: tokenUse }: JsonObject): string {
  if (claim === 'aud' && tokenUse === 'id') return appClient
  if (claim.startsWith('custom:')) return 'custom attribute; always a string, not checked'
  return meanings.get(claim) ?? 'not checked; in principal.claims'
}

const appClient = 'the app client; must be one that the API accepts'
const username = 'principal.username; a name, not an identity'

const meanings: ReadonlyMap<string, string> = new Map([
  // read by the API
  ['sub', 'the user; principal.userId'],
  ['username', username],
  ['cognito:username', username],
  ['cognito:groups', 'principal.groups, for requireGroup(); as of the time of issue'],
  ['scope', 'principal.scopes, for requireScope()'],
  ['iss', 'the user pool; every character must match'],
  ['client_id', appClient],
  ['aud', 'the resource; must be one that the API accepts if it sets audience'],
  ['token_use', 'the kind of token; must be access unless the API sets tokenUse'],
  ['exp', 'the token is rejected from this second on'],
  ['nbf', 'the token is rejected before this second'],
  ['cnf', 'binds the token to a key; rejected, because a bearer request proves no possession of the key'],
  // read by guards
  ['acr', 'how strongly the user was authenticated; for requireStepUp()'],
  ['amr', 'how the user was authenticated; for requireStepUp()'],
  ['auth_time', 'time of the sign-in; for requireStepUp()'],
  // useful in isRevoked
  ['iat', 'time of issue; not checked'],
  ['jti', 'ID of this token; not checked'],
  ['origin_jti', 'ID of the sign-in; not checked'],
  // not read by the API
  ['event_id', 'ID of an event in Cognito; not read'],
  ['version', 'version of the token format; not read'],
  ['device_key', 'the remembered device; not read'],
  ['email', 'an attribute; see email_verified'],
  ['email_verified', 'whether Cognito has verified the address; not checked'],
  ['cognito:roles', 'IAM roles, for identity pools; not read'],
  ['cognito:preferred_role', 'IAM role, for identity pools; not read'],
  ['identities', 'accounts with other identity providers; not read'],
  ['nonce', 'for the app that signed the user in; not read'],
  ['at_hash', 'for the app that signed the user in; not read'],
])
