import type { CognitoAuthOptions } from '@cognito-auth/core'
import type { Input, JsonObject } from './input.ts'
import { formatDistance } from './moment.ts'
import { formatValue } from './printable.ts'

/** Why a token is rejected, and what to do about it. Both are whole sentences. */
export interface Remedy {
  readonly why: string
  readonly fix: string
}

/** The facts that a remedy can mention. */
export interface RejectedToken {
  readonly input: Input
  /** The options of the API. `undefined` if they are unknown. */
  readonly api: Readonly<CognitoAuthOptions> | undefined
  /** Seconds since 1970. */
  readonly now: number
  /** Why the signing keys are unavailable. */
  readonly cause?: unknown
}

export type DescribeRemedy = (rejected: RejectedToken) => Remedy

export const getAnotherToken =
  'This token does not come from your user pool. Send the access token that your user pool issued.'

export const getCompleteToken = 'Get a new token and send it unchanged and in full.'

export function getClaims({ input }: RejectedToken): JsonObject {
  return input.isJwt ? input.claims : {}
}

export function getHeader({ input }: RejectedToken): JsonObject {
  return input.isJwt ? input.header : {}
}

/** Formats a value from the token for use within a sentence. */
export function formatClaim(value: unknown): string {
  return value === undefined ? 'missing' : formatValue(value)
}

/** Formats a time claim relative to now: `5 minutes ago`. */
export function formatTimeClaim(time: unknown, now: number): string {
  return typeof time === 'number' ? formatDistance(time, now) : formatClaim(time)
}

/** Joins the values of an option: `a or b`. */
export function joinNames(names: string | readonly string[] | null | undefined): string {
  return [names ?? 'another one']
    .flat()
    .map((name) => formatValue(name))
    .join(' or ')
}
