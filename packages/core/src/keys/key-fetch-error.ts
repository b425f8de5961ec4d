import type { KeysFetchReason } from '../events/messages.ts'

/** The reason why keys could not be fetched. */
export class KeyFetchError extends Error {
  override readonly name = 'KeyFetchError'

  /** What went wrong, for the subscribers of the channel. */
  readonly reason: KeysFetchReason

  /** Status of the answer, if there was one. */
  readonly status: number | undefined

  /** Code of the cause, such as `ECONNREFUSED`. Loggers leave out the properties of a cause. */
  readonly code: string | undefined

  constructor(
    message: string,
    reason: KeysFetchReason,
    { status, code, ...options }: KeyFetchErrorOptions = {},
  ) {
    super(message, options)
    this.reason = reason
    this.status = status
    this.code = code
  }
}

interface KeyFetchErrorOptions extends ErrorOptions {
  readonly status?: number
  readonly code?: string | undefined
}
