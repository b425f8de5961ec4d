import type { FetchKeys } from '../types/options.ts'

/** How long keys are trusted, and how they are fetched. */
export interface KeySettings {
  readonly maxAgeSeconds: number
  readonly maxStaleSeconds: number
  readonly timeoutSeconds: number
  readonly cooldownSeconds: number
  readonly fetch: FetchKeys | undefined
}
