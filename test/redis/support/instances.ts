import type { Principal } from '@cognito-auth/core'
import type { RevocationOptions } from '@cognito-auth/revocation'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

type Verdict = 'accepted' | 'refused' | 'unavailable'

/** What an instance can be told to do, see `instance.js`. */
interface Calls {
  check: [Principal, Verdict]
  time: [Principal, { readonly verdict: Verdict; readonly ms: number }]
  ready: [undefined, undefined]
  load: [undefined, { readonly ms: number; readonly cpuMs: number }]
  endSignIn: [Principal, undefined]
  untilRefused: [Principal, number]
  requests: [
    { readonly principal: Principal; readonly count: number; readonly ms: number },
    {
      readonly verdicts: Readonly<Partial<Record<Verdict, number>>>
      readonly longestMs: number
      readonly reads: number
    },
  ]
  watch: [Principal, number]
  reads: [undefined, number]
  lines: [undefined, readonly string[]]
  memory: [undefined, number]
  lookUp: [readonly Principal[], number]
}

/** An instance of an API in a process of its own. */
export interface Instance {
  tell<Call extends keyof Calls>(call: Call, argument?: Calls[Call][0]): Promise<Calls[Call][1]>
  stop(): Promise<void>
}

/** How an instance runs. */
export interface InstanceOptions {
  readonly client?: string
  readonly host?: string
  readonly port: number
  readonly options?: Omit<Partial<RevocationOptions>, 'store' | 'logger'>
  readonly clockOffsetMs?: number
}

const running = new Set<ChildProcess>()

/** Starts an instance. */
export async function startInstance({
  client = 'node-redis RESP3',
  host = '127.0.0.1',
  port,
  options = {},
  clockOffsetMs = 0,
}: InstanceOptions): Promise<Instance> {
  const { PATH = '' } = process.env
  const env = {
    PATH,
    CLIENT: client,
    HOST: host,
    PORT: String(port),
    OPTIONS: JSON.stringify(options, (_name, value: unknown) => (value === Infinity ? 'Infinity' : value)),
    CLOCK_OFFSET_MS: String(clockOffsetMs),
  }
  const child = fork(new URL('instance.js', import.meta.url), { env, execArgv: ['--expose-gc'] })
  running.add(child)
  const ended = once(child, 'exit').then(() => {
    throw new Error('The instance ended before it had begun')
  })
  await Promise.race([once(child, 'message'), ended])
  let lastId = 0
  return {
    tell: async (call, argument) => {
      const id = (lastId += 1)
      const answer = new Promise<{ result?: unknown; error?: { message: string; code?: string } }>(
        (resolve, reject) => {
          const listen = (message: unknown): void => {
            if (Object(message).id !== id) return
            child.off('message', listen)
            resolve(Object(message))
          }
          child.on('message', listen)
          child.once('exit', () => reject(new Error('The instance has ended')))
        },
      )
      child.setMaxListeners(0).send({ id, call, argument })
      const { result, error } = await answer
      if (error) throw Object.assign(new Error(error.message), { code: error.code })
      return result as never
    },
    stop: () => stop(child),
  }
}

/** Ends all instances that are running. */
export async function stopInstances(): Promise<void> {
  await Promise.all([...running].map(stop))
}

async function stop(child: ChildProcess): Promise<void> {
  running.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
