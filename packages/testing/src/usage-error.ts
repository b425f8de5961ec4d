/** An invalid command line. The message never repeats a value that may be a token. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
