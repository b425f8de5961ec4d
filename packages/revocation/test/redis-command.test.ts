import { describe, expect, it } from 'vitest'
import { commandOf } from '../dist/redis-command.js'

const args = ['XRANGE', 'key', '-', '+']

describe('a command', () => {
  it('is sent by a function', async () => {
    expect(await commandOf(async (sent: string[]) => ({ sent }))(args)).toEqual({ sent: args })
  })

  it('is sent by a function that returns no promise, or throws', async () => {
    expect(await commandOf((sent: string[]) => sent.length)(args)).toBe(4)
    const fail = (): never => {
      throw new Error('closed')
    }
    await expect(commandOf(fail)(args)).rejects.toThrow('closed')
  })

  it('is sent by `call` of ioredis and iovalkey, also if there is `sendCommand`', async () => {
    class Redis {
      readonly options = { role: 'master' }
      async call(...sent: string[]): Promise<unknown> {
        return { sent, by: this.constructor.name }
      }
      async sendCommand(_command: object): Promise<unknown> {
        throw new Error('no command')
      }
    }
    expect(await commandOf(new Redis())(args)).toEqual({ sent: args, by: 'Redis' })
  })

  it('is sent by `call` of a client without options', async () => {
    expect(await commandOf({ call: async (...sent: string[]) => sent })(args)).toEqual(args)
  })

  it('is sent by `sendCommand` of node-redis, also if that is instrumented', async () => {
    class Client {
      async sendCommand(sent: string[], _options?: object): Promise<unknown> {
        return { sent, by: this.constructor.name }
      }
    }
    expect(await commandOf(new Client())(args)).toEqual({ sent: args, by: 'Client' })
    const instrumented = { sendCommand: async (...sent: unknown[]) => sent }
    expect(await commandOf(instrumented)(args)).toEqual([args])
  })
})

describe('a client is refused', () => {
  const send = async (): Promise<void> => undefined

  it.each([
    [
      'a cluster of node-redis',
      { sendCommand: send, slots: [], masters: [] },
      'cluster.sendCommand(args[1], false, args)',
    ],
    [
      'a sentinel client of node-redis',
      { sendCommand: send, getSentinelNode: send },
      'sentinel.sendCommand(false, args)',
    ],
    ['a client of node-redis 3', { sendCommand: send, send_command: send }, 'redisStore((args) => …)'],
    [
      'a client whose sendCommand takes more',
      { sendCommand: async (_key: string, _isReadonly: boolean, _args: string[]) => undefined },
      'redisStore((args) => …)',
    ],
    ['a client of GLIDE', { customCommand: send }, 'client.customCommand(args)'],
    ['an object of another kind', { get: send, set: send }, 'redisStore((args) => …)'],
    ['a string', 'redis://127.0.0.1', 'redisStore((args) => …)'],
    ['nothing', undefined, 'redisStore((args) => …)'],
  ])('if it is %s, and the error shows the function to pass', (_what, client, form) => {
    expect(() => commandOf(client)).toThrow(TypeError)
    expect(() => commandOf(client)).toThrow(form)
  })

  it('if it is a promise', () => {
    expect(() => commandOf(Promise.resolve())).toThrow('Await it first')
  })

  it.each([{ scaleReads: 'slave' }, { scaleReads: () => [] }, { role: 'slave' }])(
    'if it reads from replicas: %j',
    (options) => {
      expect(() => commandOf({ call: send, options })).toThrow('reads from replicas')
    },
  )
})
