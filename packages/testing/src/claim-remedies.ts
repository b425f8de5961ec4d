import type { RejectionReason } from '@cognito-auth/core'
import { formatValue } from './printable.ts'
import {
  type DescribeRemedy,
  formatClaim,
  formatTimeClaim,
  getAnotherToken,
  getClaims,
  joinNames,
  type RejectedToken,
  type Remedy,
} from './remedy.ts'

const restoreClaim =
  'Cognito always writes this claim. Find out what removes it, for example a pre token generation trigger.'

type ClaimReason = Extract<
  RejectionReason,
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
>

/** Remedies for tokens whose claims are rejected. */
export const claimRemedies: Readonly<Record<ClaimReason, DescribeRemedy>> = {
  expiry_missing: () => ({ why: 'It has no expiry time (exp, a number).', fix: getAnotherToken }),
  expired: describeExpiry,
  not_yet_valid: (rejected) => ({
    why: `It is not valid yet: the time in nbf is ${formatTimeClaim(getClaims(rejected).nbf, rejected.now)}.`,
    fix: 'Set the clock of the API. If the clocks differ by seconds only, set graceSeconds (at most 300).',
  }),
  claim_type: () => ({
    why: 'One of its registered claims has the wrong type: iat and auth_time are numbers, aud is a string or strings.',
    fix: 'Cognito writes these types. Find out what changes them, for example a pre token generation trigger.',
  }),
  subject: () => ({ why: 'It does not name its subject (sub).', fix: restoreClaim }),
  token_use: describeTokenUse,
  client: describeClient,
  audience: (rejected) => ({
    why:
      `Its resource (aud) is ${formatClaim(getClaims(rejected).aud)}, ` +
      `but the API accepts ${joinNames(rejected.api?.audience)} (audience).`,
    fix:
      'Request the resource of the API when signing in, which only managed login supports, or remove the option ' +
      'audience. A protectedResource sets it to its own URL. Machine tokens never name a resource.',
  }),
  key_bound: () => ({
    why: 'It is bound to a key (cnf), and a bearer request does not prove possession of that key.',
    fix: 'Get a token that does not require proof of possession.',
  }),
  user_id: ({ api }) => ({
    why: `It has no claim ${formatValue(api?.userIdClaim ?? 'sub')}, which the API uses as the user ID (userIdClaim).`,
    fix: 'Add the claim to the token, or remove userIdClaim so that the API uses sub.',
  }),
}

function describeExpiry(rejected: RejectedToken): Remedy {
  const { exp } = getClaims(rejected)
  const isRecent = typeof exp === 'number' && rejected.now - exp <= 300
  return {
    why: `It expired ${formatTimeClaim(exp, rejected.now)}.`,
    fix:
      'Get a new token with the refresh token, or sign in again.' +
      (isRecent ? ' If it should still be valid, set the clocks, or set graceSeconds (at most 300).' : ''),
  }
}

function describeTokenUse(rejected: RejectedToken): Remedy {
  const { token_use: use } = getClaims(rejected)
  const { tokenUse = 'access' } = rejected.api ?? {}
  if (use === 'id' && tokenUse === 'access') {
    return {
      why: 'It is an ID token, but the API accepts access tokens.',
      fix: 'Send the access token of the same sign-in. If the API is meant to accept ID tokens, set tokenUse.',
    }
  }
  if (use === 'access' && tokenUse === 'id') {
    return {
      why: 'It is an access token, but the API accepts ID tokens (tokenUse).',
      fix: 'Send the ID token of the same sign-in, or remove tokenUse to accept access tokens, the default.',
    }
  }
  return { why: `Its token_use is ${formatClaim(use)}, but must be access or id.`, fix: getAnotherToken }
}

function describeClient(rejected: RejectedToken): Remedy {
  const claims = getClaims(rejected)
  const [claim, client] =
    claims.token_use === 'id' ? ['aud', claims.aud] : (['client_id', claims.client_id] as const)
  if (typeof client !== 'string' || client === '') {
    return { why: `It does not name the app client that it was issued to (${claim}).`, fix: restoreClaim }
  }
  const id = formatValue(client)
  return {
    why: `It was issued to the app client ${id}, but the API accepts ${joinNames(rejected.api?.clientId)}.`,
    fix: `Sign in through an app client that the API accepts, or add ${id} to clientId (COGNITO_CLIENT_ID).`,
  }
}
