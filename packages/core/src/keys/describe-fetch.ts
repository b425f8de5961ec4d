import { channels } from '../events/channels.ts'
import { EventChannel } from '../events/event-channel.ts'
import type { KeysFetchMessage, KeysFetchReason } from '../events/messages.ts'
import type { Stopwatch } from '../lib/stopwatch.ts'
import type { FetchResult } from './fetch-key-set.ts'
import type { HeldKeys } from './held-keys.ts'
import { KeyFetchError } from './key-fetch-error.ts'

export const keyFetches: EventChannel<KeysFetchMessage> = new EventChannel(channels.keysFetch)

/** A fetch that has ended. */
interface EndedFetch {
  readonly userPoolId: string
  readonly result: FetchResult
  readonly stopwatch: Stopwatch

  /** The keys that are held now. */
  readonly held: HeldKeys

  /** Whether the endpoint has said that the pool does not use its issuer. */
  readonly isUnused: boolean
}

/** The message for the channel about a fetch that has ended. */
export function describeFetch({
  userPoolId,
  result,
  stopwatch,
  held,
  isUnused,
}: EndedFetch): KeysFetchMessage {
  const common = {
    userPoolId,
    durationMs: stopwatch.seconds * 1000,
    keys: held.isUsable ? held.keys.size : 0,
  }
  if (result.keys) return { ...common, ok: true }
  return { ...common, ok: false, reason: isUnused ? 'issuer_unused' : reasonOf(result.error) }
}

/** Every error of a fetch that has another cause comes from reading the set. */
function reasonOf(error: unknown): KeysFetchReason {
  return error instanceof KeyFetchError ? error.reason : 'malformed'
}
