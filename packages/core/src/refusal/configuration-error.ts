/** An option, or the argument of a guard, is wrong. Thrown at startup, never in answer to a request. */
export class ConfigurationError extends Error {
  /** The option, or the function, that is wrong. */
  readonly option: string

  constructor(option: string, message: string) {
    super(message)
    this.option = option
  }

  static {
    Object.defineProperty(this.prototype, 'name', {
      value: 'ConfigurationError',
      configurable: true,
      writable: true,
    })
  }
}
