/** The reason why keys could not be fetched. */
export class KeyFetchError extends Error {
  override readonly name = 'KeyFetchError'

  /** Status of the answer, if there was one. */
  readonly status: number | undefined

  constructor(message: string, { status, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options)
    this.status = status
  }
}
