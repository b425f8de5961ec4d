import { type Environment, system } from './environment.ts'
import { cutOffRevocation, signInRevocation } from './new-revocation.ts'
import type { ManagedRevocations, RevocationOptions } from './options.ts'
import { resolveSettings, type Settings } from './settings.ts'
import { SynchronisedList } from './synchronised-list.ts'
import { Watchers } from './watchers.ts'

/**
 * Creates the revocations of an API. Pass them to `requireAuth()` or `cognitoAuth` as the option `revocations`, and end
 * sign-ins with them. Nothing is read before the first request, `ready()` or `watch()`.
 *
 * ```ts
 * export const revocations = createRevocations({ store: memoryStore() })
 * ```
 *
 * @throws TypeError for an option that is missing, unknown or of the wrong type.
 * @throws RangeError for a number that is too small or too large.
 */
export function createRevocations(options: RevocationOptions): ManagedRevocations {
  return revocationsIn(system, resolveSettings(options))
}

/** Creates revocations that run by the clocks of an environment. */
export function revocationsIn(environment: Environment, settings: Settings): ManagedRevocations {
  const list = new SynchronisedList(settings, environment, () => watchers.look())
  const watchers = new Watchers(list, settings.maxAgeSeconds, environment)
  const nowMs = (): number => environment.wall()
  return Object.freeze<ManagedRevocations>({
    check: (principal) => list.check(principal),
    ready: () => list.ready(),
    endSignIn: async (principal) => list.add(signInRevocation(principal, nowMs())),
    endUser: async (user, before) => list.add(cutOffRevocation('user', user, before, nowMs())),
    endClient: async (client, before) => list.add(cutOffRevocation('client', client, before, nowMs())),
    endPool: async (pool, before) => list.add(cutOffRevocation('pool', pool, before, nowMs())),
    watch: (principal, watching) => watchers.watch(principal, watching),
  })
}
