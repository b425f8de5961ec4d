import type { RejectionReason } from '@cognito-auth/core'
import { type DescribeRemedy, getCompleteToken } from './remedy.ts'

type CredentialReason = Extract<
  RejectionReason,
  | 'no_credentials'
  | 'other_scheme'
  | 'scheme_missing'
  | 'several_credentials'
  | 'cross_origin'
  | 'malformed_credentials'
  | 'malformed_token'
>

/** Remedies for requests without a token, and for tokens that are malformed. */
export const credentialRemedies: Readonly<Record<CredentialReason, DescribeRemedy>> = {
  no_credentials: () => ({
    why: 'There is no token.',
    fix: 'Send the header "Authorization: Bearer <access token>".',
  }),
  other_scheme: () => ({
    why: 'The scheme of the Authorization header is not Bearer.',
    fix: 'Send the header "Authorization: Bearer <access token>".',
  }),
  scheme_missing: () => ({
    why: 'The Authorization header contains a token, but not the scheme Bearer before it.',
    fix: 'Send the header "Authorization: Bearer <access token>".',
  }),
  several_credentials: () => ({
    why: 'The request has more than one Authorization header, or more than one of what tokenFrom names.',
    fix: 'Send only one. Check whether a proxy adds another.',
  }),
  cross_origin: () => ({
    why: 'The request has its token in a cookie, and comes from another origin.',
    fix: 'Send it from the origin of the API, or name its origin in tokenFrom.trustedOrigins.',
  }),
  malformed_credentials: ({ input }) => ({
    why: input.isJwt
      ? 'It is longer than 64 KiB, or contains characters that are not allowed in a token.'
      : input.what,
    fix: input.isJwt ? getCompleteToken : input.remedy,
  }),
  malformed_token: ({ input }) => ({
    why: input.isJwt
      ? 'It looks like a JWT but is malformed: a character is missing, added or changed.'
      : input.what,
    fix: input.isJwt ? getCompleteToken : input.remedy,
  }),
}
