/** What a revocation ends: one sign-in, or all sign-ins of a user, of an app client or of a user pool up to a time. */
export type RevocationKind = 'sign-in' | 'user' | 'client' | 'pool'

/** An entry of the revocation list. It is never changed. */
export interface Revocation {
  /** What is revoked. */
  readonly kind: RevocationKind

  /** The user pool, as it is configured. */
  readonly userPoolId: string

  /** The claim `origin_jti` of the sign-in, the claim `sub` of the user, or the id of the app client. Empty for a pool. */
  readonly id: string

  /** Sign-ins at or before this time are revoked, in seconds since 1970. 0 for a single sign-in. */
  readonly before: number

  /** End of the entry, in seconds since 1970: by then every token that it revokes has expired. */
  readonly until: number
}

/**
 * How long an entry lives, in seconds: a day, which is the longest life of a token, and the largest `graceSeconds`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export const lifetimeSeconds = 86_700

const kinds: ReadonlySet<unknown> = new Set<RevocationKind>(['sign-in', 'user', 'client', 'pool'])

/** Whether the value is a kind of revocation that this version knows. */
export function isKind(value: unknown): value is RevocationKind {
  return kinds.has(value)
}

/** Whether the value can be the id of a user pool, at Cognito or in an emulator. */
export function isUserPoolId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 55 && /^[\w-]+_[0-9A-Za-z]+$/.test(value)
}

/** Whether the value can be the id of a sign-in, a user or an app client. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 256
}

/** Whether the value is a time in whole seconds since 1970. */
export function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** Whether the value is an entry that this version understands. */
export function isRevocation(value: unknown): value is Revocation {
  if (typeof value !== 'object' || value === null) return false
  const { kind, userPoolId, id, before, until } = value as Partial<Record<keyof Revocation, unknown>>
  return (
    isKind(kind) &&
    isUserPoolId(userPoolId) &&
    (kind === 'pool' ? id === '' : isId(id)) &&
    (kind === 'sign-in' ? before === 0 : isTime(before)) &&
    isTime(until)
  )
}
