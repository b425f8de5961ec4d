import type { Stopwatch } from '../lib/stopwatch.ts'
import { chooseDownload } from './choose-download.ts'
import { fetchJson } from './fetch-json.ts'
import { showAddress } from './hide-secrets.ts'
import { KeyFetchError } from './key-fetch-error.ts'
import { type KeySet, readKeySet } from './key-set.ts'
import type { KeySettings } from './key-settings.ts'

/** How a fetch ended. */
export type FetchResult =
  | { readonly keys: KeySet; readonly age: Stopwatch }
  | { readonly keys: undefined; readonly error: unknown }

/**
 * Fetches a key set. Never rejects.
 *
 * @param previous the set that is held. Keys that have not changed stay the same objects.
 */
export async function fetchKeySet(
  url: string,
  { fetch, timeoutSeconds }: KeySettings,
  previous: KeySet,
): Promise<FetchResult> {
  try {
    const { json, age } = await fetchJson(url, chooseDownload(fetch), timeoutSeconds)
    const keys = readKeySet(json, previous)
    if (keys.size === 0) {
      throw new KeyFetchError(`${showAddress(url)} delivers no usable key`, 'no_usable_key')
    }
    return { keys, age }
  } catch (error) {
    // `keys` is an own property, so that one on a polluted `Object.prototype` does not count.
    return { keys: undefined, error }
  }
}
