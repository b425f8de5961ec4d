/** Whether a copy of a package has a session for a request. */
type HasSession = (request: object) => boolean

/**
 * Warns that no authentication ran before what the application called, so that it refuses every request.
 *
 * @param place where it was called, a route or a guard: each place has one warning.
 */
export type WarnMissingAuthentication = (request: object, place: object) => void

/**
 * Prepares the warnings of an adapter.
 *
 * @param hasSession whether this copy of the package has authenticated a request.
 * @param remedy what to do, as a sentence.
 * @returns a function that creates the warning of one guard, or of `getPrincipal()`, by the name that was called.
 */
export function prepareWarnings(
  packageName: string,
  hasSession: HasSession,
  remedy: string,
): (name: string) => WarnMissingAuthentication {
  const copies = findCopies(packageName)
  copies.add(hasSession)
  const isFromOtherCopy: HasSession = (request) =>
    [...copies].some((copy) => copy !== hasSession && copy(request))

  return function createWarning(name) {
    const warned = new WeakSet<object>()
    return function warn(request, place) {
      if (warned.has(place)) return
      warned.add(place)
      const advice = isFromOtherCopy(request)
        ? `Another copy of ${packageName} authenticated the request. Install the package only once.`
        : remedy
      process.emitWarning(`${name}() refused a request because no authentication ran before it. ${advice}`, {
        type: 'CognitoAuthWarning',
        code: 'COGNITO_AUTH_GUARD_ALONE',
      })
    }
  }
}

/** All copies of a package in this process: each has sessions of its own, which the others cannot see. */
function findCopies(packageName: string): Set<HasSession> {
  const registry = globalThis as { [key: symbol]: Set<HasSession> | undefined }
  return (registry[Symbol.for(packageName)] ??= new Set())
}
