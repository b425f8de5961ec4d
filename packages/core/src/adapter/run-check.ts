import { decisionOf, type Decision } from '../guards/guards.ts'
import { asError } from '../lib/as-error.ts'
import { isObject } from '../lib/is-object.ts'
import { isPromise } from '../lib/maybe-promise.ts'
import type { Principal } from '../types/principal.ts'

/** Decides what a principal may do with a request. A {@link Guard} is one. */
export type Check<Request> = (
  principal: Principal,
  request: Request,
) => Decision | boolean | Promise<Decision | boolean>

/**
 * Asks a check, and reports what it decided or why it could not. Only `true` and `{ allowed: true }` allow anything.
 */
export function decide<Request>(
  check: Check<Request>,
  principal: Principal,
  request: Request,
  report: (decision: Decision) => void,
  fail: (error: Error) => void,
): void {
  const failWith = (reason: unknown): void => fail(asError(reason))
  let decision: Decision
  try {
    const result = check(principal, request)
    if (isObject(result) && isPromise(result)) {
      Promise.resolve(result).then(decisionOf).then(report).catch(failWith)
      return
    }
    decision = decisionOf(result)
  } catch (thrown) {
    return failWith(thrown)
  }
  report(decision)
}
