import { isObject } from '../lib/is-object.ts'
import { isPromise, type MaybePromise } from '../lib/maybe-promise.ts'
import { own } from '../lib/own-property.ts'
import { isAuthError } from '../refusal/auth-error.ts'
import type { Refusal } from '../refusal/refusal.ts'
import type { CognitoAuthOptions } from '../types/options.ts'
import type { Principal } from '../types/principal.ts'

/** The options that decide whether a verified token is revoked. */
export type RevocationOptions = Pick<CognitoAuthOptions, 'revocations' | 'isRevoked'>

/**
 * Asks the list of revocations, and then `isRevoked`. Returns a refusal, or `undefined` for a token that is not revoked:
 * without a promise if both answer without one.
 *
 * @throws an Error for an answer that cannot be understood, and for what they throw; an `AuthError` with status 503 that
 * `isRevoked` throws stays one.
 */
export function checkRevocation(
  principal: Principal,
  options: RevocationOptions,
): MaybePromise<Refusal | undefined> {
  const listed = checkList(principal, options)
  if (isPromise(listed)) return listed.then((refusal) => refusal ?? askIsRevoked(principal, options))
  return listed ?? askIsRevoked(principal, options)
}

function checkList(
  principal: Principal,
  { revocations }: RevocationOptions,
): MaybePromise<Refusal | undefined> {
  return revocations && ask(() => revocations.check(principal), readVerdict, failList, principal)
}

function askIsRevoked(
  principal: Principal,
  { isRevoked }: RevocationOptions,
): MaybePromise<Refusal | undefined> {
  return isRevoked && ask(() => isRevoked(principal), readBoolean, failIsRevoked, principal)
}

function ask(
  question: () => unknown,
  read: (answer: unknown, principal: Principal) => Refusal | undefined,
  fail: (thrown: unknown) => never,
  principal: Principal,
): MaybePromise<Refusal | undefined> {
  let answer: unknown
  try {
    answer = question()
  } catch (thrown) {
    fail(thrown)
  }
  return isPromise(answer)
    ? Promise.resolve(answer).then((settled) => read(settled, principal), fail)
    : read(answer, principal)
}

function readVerdict(verdict: unknown, { userPoolId }: Principal): Refusal | undefined {
  if (isObject(verdict)) {
    const revoked = own(verdict, 'revoked')
    if (revoked === true) return { reason: 'revoked', userPoolId }
    if (revoked === false && own(verdict, 'unavailable') === undefined) return undefined
    if (Object.hasOwn(verdict, 'unavailable')) {
      return { reason: 'revocations_unavailable', userPoolId, cause: verdict.unavailable }
    }
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
