import { isObject } from '../lib/is-object.ts'
import { isPromise, type MaybePromise } from '../lib/maybe-promise.ts'
import { isAuthError } from '../refusal/auth-error.ts'
import type { Refusal } from '../refusal/refusal.ts'
import type { CognitoAuthOptions } from '../types/options.ts'
import type { Principal } from '../types/principal.ts'
import type { Revocations } from '../types/revocations.ts'

/** The options that decide whether a verified token is revoked. */
export type RevocationOptions = Pick<CognitoAuthOptions, 'revocations' | 'isRevoked'>

type IsRevoked = NonNullable<CognitoAuthOptions['isRevoked']>

/**
 * Asks the list of revocations, and then `isRevoked`. Returns a refusal, or `undefined` for a token that is not revoked:
 * without a promise if both answer without one.
 *
 * @throws an Error for an answer that cannot be understood, and for what they throw; an `AuthError` with status 503 that
 * `isRevoked` throws stays one.
 */
export function checkRevocation(
  principal: Principal,
  { revocations, isRevoked }: RevocationOptions,
): MaybePromise<Refusal | undefined> {
  const listed = revocations && checkList(principal, revocations)
  if (isPromise(listed)) {
    return listed.then((refusal) => refusal ?? (isRevoked && askIsRevoked(principal, isRevoked)))
  }
  return listed ?? (isRevoked && askIsRevoked(principal, isRevoked))
}

function checkList(principal: Principal, revocations: Revocations): MaybePromise<Refusal | undefined> {
  let verdict: unknown
  try {
    verdict = revocations.check(principal)
  } catch (thrown) {
    failList(thrown)
  }
  return isPromise(verdict)
    ? Promise.resolve(verdict).then((settled) => readVerdict(settled, principal), failList)
    : readVerdict(verdict, principal)
}

function askIsRevoked(principal: Principal, isRevoked: IsRevoked): MaybePromise<Refusal | undefined> {
  let answer: unknown
  try {
    answer = isRevoked(principal)
  } catch (thrown) {
    failIsRevoked(thrown)
  }
  return isPromise(answer)
    ? Promise.resolve(answer).then((settled) => readBoolean(settled, principal), failIsRevoked)
    : readBoolean(answer, principal)
}

function readVerdict(verdict: unknown, { userPoolId }: Principal): Refusal | undefined {
  if (isObject(verdict)) {
    const isKnown = Object.hasOwn(verdict, 'revoked')
    const isUnknown = Object.hasOwn(verdict, 'unavailable')
    if (isKnown && verdict.revoked === true) return { reason: 'revoked', userPoolId }
    const cause = isUnknown ? verdict.unavailable : undefined
    if (isKnown && verdict.revoked === false && cause === undefined) return undefined
    if (isUnknown) return { reason: 'revocations_unavailable', userPoolId, cause }
  }
  throw new TypeError('revocations.check() must return { revoked } or { unavailable }')
}

function readBoolean(answer: unknown, { userPoolId }: Principal): Refusal | undefined {
  if (answer === false) return undefined
  if (answer === true) return { reason: 'revoked', userPoolId }
  throw new TypeError('isRevoked must return true or false')
}

function failList(thrown: unknown): never {
  throw new Error('revocations.check() failed', { cause: thrown })
}

function failIsRevoked(thrown: unknown): never {
  if (isAuthError(thrown) && thrown.statusCode === 503) throw thrown
  throw new Error('isRevoked failed', { cause: thrown })
}
