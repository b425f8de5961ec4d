import { channel } from 'node:diagnostics_channel'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { messagesOf, subscribeForTest } from '../../../../test/support/messages.ts'
import { EventChannel } from '../../dist/events/event-channel.js'

afterEach(() => {
  vi.restoreAllMocks()
})

/** A channel with a name of its own. */
function setUp(name: string) {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
  return { name, events: new EventChannel<{ readonly value: number }>(name), warn }
}

describe('an EventChannel', () => {
  it('has subscribers while somebody listens to the diagnostics channel of its name', () => {
    const { name, events } = setUp('test:listening')
    const subscriber = (): void => undefined
    expect(events.hasSubscribers).toBe(false)
    channel(name).subscribe(subscriber)
    expect(events.hasSubscribers).toBe(true)
    channel(name).unsubscribe(subscriber)
    expect(events.hasSubscribers).toBe(false)
  })

  it('calls every subscriber with the message and the name, and nobody without a subscriber', () => {
    const { name, events } = setUp('test:delivery')
    events.publish({ value: 1 })
    const calls = vi.fn<(...values: unknown[]) => void>()
    subscribeForTest(name, calls)
    const messages = messagesOf(name)
    events.publish({ value: 2 })
    expect(calls.mock.calls).toEqual([[{ value: 2 }, name]])
    expect(messages).toEqual([{ value: 2 }])
  })

  it('survives subscribers that throw or reject, calls the others, and warns once', async () => {
    const { name, events, warn } = setUp('test:failure')
    const uncaught = vi.fn<(error: unknown) => void>()
    process.once('uncaughtException', uncaught).once('unhandledRejection', uncaught)
    subscribeForTest(name, () => {
      throw new Error('no disk')
    })
    subscribeForTest(name, () => Promise.reject(new Error('no network')))
    subscribeForTest(name, () => Promise.resolve('written'))
    const messages = messagesOf(name)
    for (const value of [1, 2]) events.publish({ value })
    await nextTurn()
    process.off('uncaughtException', uncaught).off('unhandledRejection', uncaught)
    expect(uncaught).not.toHaveBeenCalled()
    expect(messages).toEqual([{ value: 1 }, { value: 2 }])
    expect(warn.mock.calls).toEqual([
      [
        'A subscriber of the channel test:failure failed. Handle errors inside the subscriber.',
        {
          type: 'CognitoAuthWarning',
          code: 'COGNITO_AUTH_SUBSCRIBER',
          detail: expect.stringContaining('no disk'),
        },
      ],
    ])
  })

  it('leaves the subscribers to Node if they are not where they are in versions 20 to 26', () => {
    const { name, events } = setUp('test:elsewhere')
    messagesOf(name)
    const publish = vi.spyOn(channel(name), 'publish').mockReturnValue()
    Reflect.set(channel(name), '_subscribers', undefined)
    events.publish({ value: 1 })
    expect(publish.mock.calls).toEqual([[{ value: 1 }]])
    Reflect.set(channel(name), '_subscribers', [])
  })
})
