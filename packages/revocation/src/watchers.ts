import type { Principal } from '@cognito-auth/core'
import { hasMethods, mistake, ownValues } from './check-values.ts'
import type { Environment } from './environment.ts'
import { principalOf } from './new-revocation.ts'
import type { WatchOptions } from './options.ts'

interface Watcher {
  readonly principal: Principal
  readonly onRevoked: () => void
  readonly signal: AbortSignal
  readonly stop: () => void
}

/** What the watchers need of the list. */
export interface WatchedList {
  revokes(principal: Principal): boolean
  refresh(): void
}

/** Watches principals until they are revoked. Only while there are any, a timer asks for reads. */
export class Watchers {
  readonly #list: WatchedList
  readonly #environment: Environment
  readonly #intervalMs: number
  readonly #watchers = new Set<Watcher>()
  #cancelTimer: (() => void) | undefined

  constructor(list: WatchedList, maxAgeSeconds: number, environment: Environment) {
    this.#list = list
    this.#environment = environment
    this.#intervalMs = maxAgeSeconds * 500
  }

  /**
   * Calls back once when the principal is revoked, unless the signal is aborted before.
   *
   * @throws TypeError for arguments that are missing or wrong.
   */
  watch(principal: Principal, options: WatchOptions): void {
    const { signal, onRevoked } = checkOptions(options)
    const stop = (): void => this.#remove(watcher)
    const watcher: Watcher = { principal: principalOf(principal), onRevoked, signal, stop }
    if (signal.aborted) return
    this.#watchers.add(watcher)
    signal.addEventListener('abort', stop, { once: true })
    this.#look(watcher)
    if (this.#watchers.size > 0 && !this.#cancelTimer) this.#poll()
  }

  /** Looks whether the list revokes a principal that is watched. */
  look(): void {
    for (const watcher of this.#watchers) this.#look(watcher)
  }

  #look(watcher: Watcher): void {
    if (!this.#list.revokes(watcher.principal)) return
    this.#remove(watcher)
    // A callback that throws is an uncaught exception of its own, and stops nothing here.
    queueMicrotask(watcher.onRevoked)
  }

  #remove(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    watcher.signal.removeEventListener('abort', watcher.stop)
    if (this.#watchers.size > 0) return
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }

  #poll(): void {
    this.#list.refresh()
    this.#cancelTimer = this.#environment.after(this.#intervalMs, () => this.#poll())
  }
}

function checkOptions(options: unknown): WatchOptions {
  const { signal, onRevoked } = ownValues(options, ['signal', 'onRevoked'], 'watch()')
  if (!hasMethods(signal, 'addEventListener', 'removeEventListener')) {
    throw mistake(
      TypeError,
      'signal',
      signal,
      'an AbortSignal, which ends the watch when the connection closes',
    )
  }
  if (typeof onRevoked !== 'function') throw mistake(TypeError, 'onRevoked', onRevoked, 'a function')
  return { signal: signal as AbortSignal, onRevoked: onRevoked as () => void }
}
