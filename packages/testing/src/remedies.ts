import type { RejectionReason } from '@cognito-auth/core'
import { claimRemedies } from './claim-remedies.ts'
import { credentialRemedies } from './credential-remedies.ts'
import type { DescribeRemedy, RejectedToken, Remedy } from './remedy.ts'
import { signatureRemedies } from './signature-remedies.ts'

/** Describes why a token is rejected for a reason, and what to do about it. */
export function describeRemedy(reason: RejectionReason, rejected: RejectedToken): Remedy {
  return remedies[reason](rejected)
}

/** One remedy for each reason of core, including those that do not depend on the token. */
const remedies: Readonly<Record<RejectionReason, DescribeRemedy>> = {
  ...credentialRemedies,
  ...signatureRemedies,
  ...claimRemedies,
  revoked: () => ({ why: "The API's isRevoked reports it as revoked.", fix: 'Sign in again.' }),
  revocations_unavailable: () => ({
    why: 'The list of revocations is unavailable, so that a revoked token could not be told from another.',
    fix: 'Check that the API can reach the store of its revocations.',
  }),
  step_up: () => ({
    why: 'It is valid, but the route requires a more recent or a stronger sign-in.',
    fix: 'Sign in again, with the acr_values and max_age of the challenge.',
  }),
  guard: () => ({
    why: 'It is valid, but lacks a group or a scope that the route requires.',
    fix: 'Add the user to the group, or request the scope when signing in. Then sign in again.',
  }),
}
