/** The error for a revocation that was not stored, and for a list that cannot be read. Its `code` is what core answers. */
export class RevocationsUnavailableError extends Error {
  readonly code = 'revocations_unavailable'
  readonly statusCode = 503
  readonly status = 503

  /** Whether the message is for the client (http-errors). It is for the log. */
  readonly expose = false

  static {
    this.prototype.name = 'RevocationsUnavailableError'
  }
}

/** The error of a read that stopped because the list is as long as it may be. */
export class TooManyEntriesError extends Error {
  static {
    this.prototype.name = 'TooManyEntriesError'
  }
}
