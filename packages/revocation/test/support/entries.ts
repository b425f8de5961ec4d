import type { Revocation } from '@cognito-auth/revocation'
import { now, userPoolId } from './principals.ts'

/** A revocation of a sign-in that lasts for another day, or what is said otherwise. */
export function entry(parts: Partial<Revocation> = {}): Revocation {
  return { kind: 'sign-in', userPoolId, id: 'sign-in-1', before: 0, until: now + 86_700, ...parts }
}

/** Revocations of so many sign-ins. */
export function signIns(count: number, name = 'sign-in'): readonly Revocation[] {
  return Array.from({ length: count }, (_, index) => entry({ id: `${name}-${index + 1}` }))
}
