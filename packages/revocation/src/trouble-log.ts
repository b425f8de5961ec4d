import type { Logger } from '@cognito-auth/core'

/** What can go wrong for a while, with its line of log. */
const lines = {
  reading: ['revocations cannot be read', 'revocations are read again'],
  storing: ['revocations cannot be stored again', 'revocations are stored again'],
  entries: ['there are more revocations than maxEntries', 'there are no more revocations than maxEntries'],
  skipped: ['revocations of an unknown format are left out', ''],
} as const

/** Writes one warning when trouble begins and one line when it ends, however often it is noticed in between. */
export class TroubleLog {
  readonly #logger: Logger | undefined
  readonly #current = new Set<keyof typeof lines>()

  constructor(logger: Logger | undefined) {
    this.#logger = logger
  }

  /** Notes that there is trouble. */
  begins(trouble: keyof typeof lines, fields: object): void {
    if (this.#current.has(trouble)) return
    this.#current.add(trouble)
    this.#write('warn', fields, lines[trouble][0])
  }

  /** Notes that there is none. */
  ends(trouble: keyof typeof lines): void {
    if (this.#current.delete(trouble)) this.#write('info', {}, lines[trouble][1])
  }

  #write(level: 'info' | 'warn', fields: object, message: string): void {
    try {
      this.#logger?.[level]({ reason: 'revocations_unavailable', ...fields }, message)
    } catch {
      // A logger that throws must not stop the list from being read.
    }
  }
}
