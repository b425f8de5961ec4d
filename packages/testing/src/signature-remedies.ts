import type { RejectionReason } from '@cognito-auth/core'
import { findUserPool } from './issuer.ts'
import { formatValue } from './printable.ts'
import {
  type DescribeRemedy,
  formatClaim,
  getAnotherToken,
  getClaims,
  getCompleteToken,
  getHeader,
  joinNames,
  type RejectedToken,
  type Remedy,
} from './remedy.ts'
import { shortestSignature } from './verdict.ts'

type SignatureReason = Extract<
  RejectionReason,
  'algorithm' | 'kid' | 'header' | 'issuer' | 'kid_unknown' | 'keys_unavailable' | 'signature'
>

/** Remedies for tokens that fail before their claims are checked: header, issuer, signing key and signature. */
export const signatureRemedies: Readonly<Record<SignatureReason, DescribeRemedy>> = {
  algorithm: (rejected) => ({
    why: `Its algorithm (alg) is ${formatClaim(getHeader(rejected).alg)}, but Cognito signs with RS256.`,
    fix: getAnotherToken,
  }),
  kid: () => ({ why: 'Its header does not name a signing key (kid).', fix: getAnotherToken }),
  header: () => ({
    why: 'Its header contains crit or b64, or a typ other than JWT and at+jwt. Cognito never writes these.',
    fix: getAnotherToken,
  }),
  issuer: describeIssuer,
  kid_unknown: () => ({
    why: 'The JWKS endpoint does not have the signing key that its header names (kid).',
    fix:
      'Check that the JWKS URL belongs to the user pool of the token. If it does, the key was withdrawn: sign in ' +
      'again.',
  }),
  keys_unavailable: ({ cause }) => ({
    why: `The signing keys are unavailable: ${describeCauses(cause)}.`,
    fix: 'Open the JWKS URL from this machine. Check the URL, the network, the proxy and the region.',
  }),
  signature: describeSignature,
}

function describeIssuer(rejected: RejectedToken): Remedy {
  const { iss } = getClaims(rejected)
  const { issuer, userPoolId } = rejected.api ?? {}
  const [actual, expected] = [findUserPool(iss), issuer ?? userPoolId]
  if (expected === undefined) {
    return { why: `Its issuer is ${formatClaim(iss)}, which is not a URL.`, fix: getAnotherToken }
  }
  if (issuer === undefined && actual !== undefined) {
    const [poolOfToken, poolOfApi] = [formatValue(actual), joinNames(userPoolId)]
    return {
      why: `It comes from the user pool ${poolOfToken}, but the API accepts ${poolOfApi}.`,
      fix: `Sign in to ${poolOfApi}, or set userPoolId (COGNITO_USER_POOL_ID) to ${poolOfToken} if that pool is yours.`,
    }
  }
  return {
    why: `Its issuer is ${formatClaim(iss)}, but the API accepts ${joinNames(expected)}. Every character must match.`,
    fix: 'Send a token from that user pool. For an emulator, set issuer to exactly the iss of its tokens.',
  }
}

function describeSignature({ input }: RejectedToken): Remedy {
  const isShort = input.isJwt && input.signatureBytes < shortestSignature
  return {
    why: isShort
      ? `Its signature has ${input.signatureBytes} bytes instead of ${shortestSignature}: the end of the token is missing.`
      : 'Its signature is wrong: the token was changed after it was signed, or it was signed with another key.',
    fix: getCompleteToken,
  }
}

/** Joins the message of an error and those of its causes. */
function describeCauses(error: unknown): string {
  if (!(error instanceof Error)) return 'the cause is unknown'
  const causes = error.cause instanceof Error ? `, ${describeCauses(error.cause)}` : ''
  return formatValue(error.message) + causes
}
