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
    const { name, events, warn } = setUp('test:delivery')
    events.publish({ value: 1 })
    const calls = vi.fn<(...values: unknown[]) => void>()
    subscribeForTest(name, calls)
    const messages = messagesOf(name)
    events.publish({ value: 2 })
    expect(calls.mock.calls).toEqual([[{ value: 2 }, name]])
    expect(messages).toEqual([{ value: 2 }])
    expect(warn).not.toHaveBeenCalled()
  })

  it('calls exactly those who listened when the message was published', () => {
    const { name, events } = setUp('test:change')
    const late = vi.fn<(message: unknown) => void>()
    const once = vi.fn<(message: unknown) => void>(() => {
      channel(name).unsubscribe(once)
      subscribeForTest(name, late)
    })
    subscribeForTest(name, once)
    const messages = messagesOf(name)
    events.publish({ value: 1 })
    expect(messages).toEqual([{ value: 1 }])
    expect(late).not.toHaveBeenCalled()
    events.publish({ value: 2 })
    expect(once).toHaveBeenCalledOnce()
    expect(late.mock.calls).toEqual([[{ value: 2 }, name]])
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

  const unreadable = Object.defineProperty(new Error('no disk'), 'stack', {
    get() {
      throw new Error('no stack')
    },
  })

  it.each([
    [
      'thrown',
      () => {
        throw unreadable
      },
    ],
    ['rejected', () => Promise.reject(unreadable)],
  ])('survives an error that cannot be read, and is %s', async (how, subscriber) => {
    const { name, events, warn } = setUp(`test:unreadable:${how}`)
    const unhandled = vi.fn<(error: unknown) => void>()
    process.once('unhandledRejection', unhandled)
    subscribeForTest(name, subscriber)
    const messages = messagesOf(name)
    events.publish({ value: 1 })
    await nextTurn()
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
    expect(messages).toEqual([{ value: 1 }])
    expect(warn).toHaveBeenCalledOnce()
    const detail = 'The error cannot be read.'
    expect(warn).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ detail }))
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
