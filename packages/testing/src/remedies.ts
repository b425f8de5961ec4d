import type { CognitoAuthOptions, RejectionReason } from '@cognito-auth/core'
import { userPoolOf } from './issuer.ts'
import type { JsonObject, Material } from './material.ts'
import { distance } from './moment.ts'
import { shown } from './printable.ts'
import { shortestSignature } from './verdict.ts'

/** Why a token is refused and what helps, in sentences. */
export interface Remedy {
  readonly why: string
  readonly mend: string
}

/** What a remedy is made of. */
export interface Refused {
  readonly material: Material
  /** What the API expects, unless nobody said it. */
  readonly api: Readonly<CognitoAuthOptions> | undefined
  /** In seconds since 1970. */
  readonly now: number
  /** Why the keys cannot be had. */
  readonly cause?: unknown
}

/** Why a token is refused for a reason, and what helps. */
export function remedyFor(reason: RejectionReason, refused: Refused): Remedy {
  return remedies[reason](refused)
}

const anotherToken = 'Send the access token that your user pool issued; this one comes from somewhere else.'
const unchanged = 'Get a new token and pass it on whole and unchanged.'
const askCognito =
  'Find out what removes it, for example a pre token generation trigger; Cognito writes it by itself.'

/** One for each reason that an authenticator knows, also those that a token alone does not lead to. */
const remedies: Readonly<Record<RejectionReason, (refused: Refused) => Remedy>> = {
  no_credentials: () => ({
    why: 'There is no token.',
    mend: 'Send the header field Authorization with Bearer, a space and the access token.',
  }),
  other_scheme: () => ({
    why: 'The header field Authorization has another scheme than Bearer.',
    mend: 'Send Bearer, a space and the access token.',
  }),
  several_credentials: () => ({
    why: 'The header field Authorization came more than once.',
    mend: 'Send it once; look at what a proxy adds.',
  }),
  malformed_credentials: ({ material }) => ({
    why: material.isJwt ? 'It is longer than 64 KiB, or has characters that no token has.' : material.what,
    mend: material.isJwt ? unchanged : material.remedy,
  }),
  malformed_token: ({ material }) => ({
    why: material.isJwt
      ? 'It looks like a JWT, but is not written as one: a character is missing, added or changed.'
      : material.what,
    mend: material.isJwt ? unchanged : material.remedy,
  }),
  algorithm: (refused) => ({
    why: `It is signed with ${quoted(headerOf(refused).alg)}; Cognito signs with RS256.`,
    mend: anotherToken,
  }),
  kid: () => ({ why: 'Its header does not name a key (kid).', mend: anotherToken }),
  header: () => ({
    why: 'Its header has crit or b64, or another typ than JWT and at+jwt, which Cognito never writes.',
    mend: anotherToken,
  }),
  issuer: issuerRemedy,
  kid_unknown: () => ({
    why: 'The key that its header names (kid) is not among the keys at the address.',
    mend:
      'Check that the address of the keys is that of the user pool in the token. If it is, the key has been ' +
      'withdrawn: sign in again.',
  }),
  signature: signatureRemedy,
  expiry_missing: () => ({ why: 'It does not say when it expires (exp, a number).', mend: anotherToken }),
  expired: expiredRemedy,
  not_yet_valid: (refused) => ({
    why: `It is not valid before the time in nbf, ${told(claimsOf(refused).nbf, refused.now)}.`,
    mend: 'Set the clock of the API right, or set graceSeconds (at most 300) if the clocks differ by seconds.',
  }),
  subject: () => ({ why: 'It does not say who it is about (sub).', mend: askCognito }),
  token_use: tokenUseRemedy,
  client: clientRemedy,
  audience: (refused) => ({
    why: `It is for the resource ${quoted(claimsOf(refused).aud)}; the API accepts ${named(refused.api?.audience)} (audience).`,
    mend:
      'Sign in with resource set to that of the API (managed login only; tokens of machines never have one), or ' +
      'leave audience unset.',
  }),
  key_bound: () => ({
    why: 'It is bound to a key (cnf), and a bearer request does not prove that its sender has the key.',
    mend: 'Get a token without proof of possession.',
  }),
  user_id: ({ api }) => ({
    why: `It lacks the claim ${quoted(api?.userIdClaim)}, which the API takes the user id from (userIdClaim).`,
    mend: 'Have the claim written into the token, or let the API take sub by leaving userIdClaim unset.',
  }),
  revoked: () => ({ why: "It was revoked, says the API's isRevoked.", mend: 'Sign in again.' }),
  guard: () => ({
    why: 'It is good, but lacks a group or a scope that the route asks for.',
    mend: 'Put the user into the group, or ask for the scope when signing in; then sign in again.',
  }),
  keys_unavailable: ({ cause }) => ({
    why: `The keys cannot be had: ${reasonsOf(cause)}.`,
    mend: 'Open the address of the keys from here; check it, the network, the proxy and the region.',
  }),
}

function issuerRemedy(refused: Refused): Remedy {
  const { iss } = claimsOf(refused)
  const { issuer, userPoolId } = refused.api ?? {}
  const [from, wanted] = [userPoolOf(iss), issuer ?? userPoolId]
  if (wanted === undefined) {
    return { why: `Its issuer is ${quoted(iss)}, which is no address.`, mend: anotherToken }
  }
  if (issuer === undefined && from !== undefined) {
    return {
      why: `It comes from the user pool ${shown(from)}; the API trusts ${named(userPoolId)}.`,
      mend: `Sign in at ${named(userPoolId)}, or set userPoolId (COGNITO_USER_POOL_ID) to ${shown(from)} if that is yours.`,
    }
  }
  return {
    why: `Its issuer is ${quoted(iss)}; the API trusts ${named(wanted)}, and compares each character.`,
    mend: 'Send a token of that user pool. For an emulator, set issuer to exactly what its tokens say.',
  }
}

function signatureRemedy({ material }: Refused): Remedy {
  const isShort = material.isJwt && material.signatureBytes < shortestSignature
  return {
    why: isShort
      ? `Its signature has ${material.signatureBytes} bytes, and Cognito's have ${shortestSignature}: the end was cut off.`
      : 'Its signature does not fit: it was changed after it was signed, or somebody else signed it.',
    mend: unchanged,
  }
}

function expiredRemedy(refused: Refused): Remedy {
  const { exp } = claimsOf(refused)
  const isRecent = typeof exp === 'number' && refused.now - exp <= 300
  return {
    why: `It expired ${told(exp, refused.now)}.`,
    mend:
      'Get a new one with the refresh token, or sign in again.' +
      (isRecent ? ' If it should still be good, set the clocks right, or graceSeconds (at most 300).' : ''),
  }
}

function tokenUseRemedy(refused: Refused): Remedy {
  const { token_use: use } = claimsOf(refused)
  const { tokenUse = 'access' } = refused.api ?? {}
  if (use === 'id' && tokenUse === 'access') {
    return {
      why: 'It is an ID token; the API accepts access tokens.',
      mend: 'Send the access token of the same sign-in. An API that wants ID tokens says so: tokenUse.',
    }
  }
  if (use === 'access' && tokenUse === 'id') {
    return {
      why: 'It is an access token; the API accepts ID tokens (tokenUse).',
      mend: 'Send the ID token of the same sign-in, or let the API accept access tokens, the default.',
    }
  }
  return { why: `Its token_use is ${quoted(use)}, neither access nor id.`, mend: anotherToken }
}

function clientRemedy(refused: Refused): Remedy {
  const claims = claimsOf(refused)
  const [claim, client] =
    claims.token_use === 'id' ? ['aud', claims.aud] : (['client_id', claims.client_id] as const)
  if (typeof client !== 'string' || client === '') {
    return { why: `It does not name the app client that it was issued to (${claim}).`, mend: askCognito }
  }
  return {
    why: `It was issued to the app client ${shown(client)}; the API accepts ${named(refused.api?.clientId)}.`,
    mend: `Sign in through an app client of the API, or add ${shown(client)} to clientId (COGNITO_CLIENT_ID).`,
  }
}

function claimsOf({ material }: Refused): JsonObject {
  return material.isJwt ? material.claims : {}
}

function headerOf({ material }: Refused): JsonObject {
  return material.isJwt ? material.header : {}
}

/** A value of a token within a sentence. */
function quoted(value: unknown): string {
  return value === undefined ? 'missing' : shown(value)
}

/** One name that the API was given, or several. */
function named(names: string | readonly string[] | null | undefined): string {
  return [names ?? 'another']
    .flat()
    .map((name) => shown(name))
    .join(' or ')
}

function told(time: unknown, now: number): string {
  return typeof time === 'number' ? distance(time, now) : quoted(time)
}

/** An error's message and those of its causes. */
function reasonsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'nobody knows why'
  const more = cause.cause instanceof Error ? `, ${reasonsOf(cause.cause)}` : ''
  return shown(cause.message) + more
}
