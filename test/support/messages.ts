import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { onTestFinished } from 'vitest'

/** Subscribes to a diagnostics channel until the test ends. Returns its messages, in order. */
export function messagesOf(channel: string): readonly object[] {
  const messages: object[] = []
  subscribeForTest(channel, (message) => messages.push(Object(message)))
  return messages
}

/** Subscribes to a diagnostics channel until the test ends. */
export function subscribeForTest(channel: string, subscriber: (message: unknown) => unknown): void {
  subscribe(channel, subscriber)
  onTestFinished(() => void unsubscribe(channel, subscriber))
}
