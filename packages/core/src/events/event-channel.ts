import { type Channel, channel } from 'node:diagnostics_channel'
import { asError } from '../lib/as-error.ts'
import { isPromise } from '../lib/maybe-promise.ts'

type Subscriber = (message: unknown, name: string) => unknown

/** A diagnostics channel whose subscribers cannot fail a request, or end the process. */
export class EventChannel<Message extends object> {
  readonly #name: string
  readonly #channel: Channel
  #hasWarned = false

  constructor(name: string) {
    this.#name = name
    this.#channel = channel(name)
  }

  /** Check this first: without a subscriber, nothing should be measured and no message created. */
  get hasSubscribers(): boolean {
    return this.#channel.hasSubscribers
  }

  /**
   * Calls the subscribers. `publish()` of Node turns what a subscriber throws into an uncaught exception, which ends the
   * process, so they are called one by one here. Where Node keeps them is the same in versions 20 to 26; should it change,
   * Node calls them.
   */
  publish(message: Message): void {
    const subscribers: unknown = Reflect.get(this.#channel, '_subscribers')
    if (!Array.isArray(subscribers)) return this.#channel.publish(message)
    for (const subscriber of subscribers as readonly Subscriber[]) this.#call(subscriber, message)
  }

  #call(subscriber: Subscriber, message: Message): void {
    try {
      const returned = subscriber(message, this.#name)
      if (isPromise(returned)) returned.then(undefined, (thrown: unknown) => this.#warn(thrown))
    } catch (thrown) {
      this.#warn(thrown)
    }
  }

  #warn(thrown: unknown): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    process.emitWarning(
      `A subscriber of the channel ${this.#name} failed. Handle errors inside the subscriber.`,
      {
        type: 'CognitoAuthWarning',
        code: 'COGNITO_AUTH_SUBSCRIBER',
        detail: stackOf(thrown),
      },
    )
  }
}

function stackOf(thrown: unknown): string {
  try {
    return String(asError(thrown).stack)
  } catch {
    return 'The error cannot be read.'
  }
}
