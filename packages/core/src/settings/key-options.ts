import type { KeySettings } from '../keys/key-settings.ts'
import type { FetchKeys, KeyOptions } from '../types/options.ts'
import { checkFunction, checkNumber } from './check.ts'
import { invalidOption } from './invalid-option.ts'
import type { OptionNames, RawOption } from './raw-option.ts'
import { readOptions } from './read-options.ts'

const keyOptionNames: OptionNames<KeyOptions> = {
  maxAgeSeconds: true,
  maxStaleSeconds: true,
  timeoutSeconds: true,
  cooldownSeconds: true,
  fetch: true,
}

/** The longest time limit, about 23 days: timers cannot run longer. */
const longestTimeout = 2_000_000

/** Checks the option `keys` and completes it. */
export function resolveKeyOptions({ option, value = {} }: RawOption): KeySettings {
  const raw = readOptions<KeyOptions>({ option, value }, keyOptionNames)
  const fetch = checkFunction(raw.fetch, 'a function like the global fetch') as FetchKeys | undefined
  const givenAge = checkSeconds(raw.maxAgeSeconds, 600)
  const maxStaleSeconds = checkSeconds(raw.maxStaleSeconds, Math.max(86_400, givenAge))
  // A maxStaleSeconds below the default age makes keys refresh earlier.
  const maxAgeSeconds = raw.maxAgeSeconds.value === undefined ? Math.min(givenAge, maxStaleSeconds) : givenAge
  if (maxStaleSeconds < maxAgeSeconds) {
    throw invalidOption(raw.maxStaleSeconds, `at least keys.maxAgeSeconds, which is ${maxAgeSeconds}`)
  }
  return {
    maxAgeSeconds,
    maxStaleSeconds,
    timeoutSeconds: checkNumber(
      raw.timeoutSeconds,
      5,
      (seconds) => seconds > 0 && seconds <= longestTimeout,
      `a number of seconds, more than 0 and at most ${longestTimeout}`,
    ),
    cooldownSeconds: checkSeconds(raw.cooldownSeconds, 10),
    fetch,
  } satisfies { readonly [name in keyof KeyOptions]-?: unknown }
}

function checkSeconds(raw: RawOption, fallback: number): number {
  return checkNumber(raw, fallback, (seconds) => seconds > 0, 'a number of seconds, more than 0')
}
