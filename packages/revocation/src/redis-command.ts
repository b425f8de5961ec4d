import { hasMethods, mistake } from './check-values.ts'

/** Sends one command to the server that holds the key, to the primary of it, and returns the reply. */
export type RedisCommand = (args: string[]) => Promise<unknown>

/** A client of ioredis or iovalkey, a `Cluster` of them, or a client of node-redis. */
export type RedisClient =
  | { call(command: string, ...args: string[]): Promise<unknown> }
  | { sendCommand(args: string[]): Promise<unknown> }

const functionForm =
  'Pass a function that sends a command to the primary and returns its reply: redisStore((args) => …)'

/**
 * How to send a command with a client.
 *
 * @throws TypeError for a client of another shape, and for one that reads from replicas.
 */
export function commandOf(client: unknown): RedisCommand {
  if (typeof client === 'function') return async (args) => (client as RedisCommand)(args)
  if (hasMethods(client, 'then')) throw new TypeError('The Redis client is a promise. Await it first.')
  if (hasMethods(client, 'call')) return callOf(client as IoredisClient)
  if (hasMethods(client, 'sendCommand')) return sendCommandOf(client as NodeRedisClient)
  if (hasMethods(client, 'customCommand')) {
    throw new TypeError(`${functionForm}, here (args) => client.customCommand(args).`)
  }
  throw mistake(
    TypeError,
    'client',
    client,
    `a client of ioredis, iovalkey or node-redis. ${functionForm} for any other`,
  )
}

interface IoredisClient {
  call(...args: string[]): Promise<unknown>
  readonly options?: { readonly scaleReads?: unknown; readonly role?: unknown }
}

function callOf(client: IoredisClient): RedisCommand {
  const { scaleReads = 'master', role = 'master' } = client.options ?? {}
  if (scaleReads !== 'master' || role !== 'master') {
    throw new TypeError(
      'The Redis client reads from replicas, which may not have a revocation yet. Pass a client without scaleReads and role.',
    )
  }
  return async (args) => client.call(...args)
}

interface NodeRedisClient {
  sendCommand(args: string[]): Promise<unknown>
}

/** A cluster and a sentinel client of node-redis take other arguments, and so does a client of its version 3. */
function sendCommandOf(client: NodeRedisClient): RedisCommand {
  if ('slots' in client || 'masters' in client) {
    throw new TypeError(`${functionForm}, here (args) => cluster.sendCommand(args[1], false, args).`)
  }
  if ('getSentinelNode' in client) {
    throw new TypeError(`${functionForm}, here (args) => sentinel.sendCommand(false, args).`)
  }
  if ('send_command' in client || client.sendCommand.length > 2) {
    throw new TypeError(
      `sendCommand() of the Redis client takes other arguments than expected. ${functionForm}.`,
    )
  }
  return async (args) => client.sendCommand(args)
}
