import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'

/** A Redis server of a test, in a scratch folder, on a free port of 127.0.0.1. */
export interface RedisServer {
  readonly port: number
  /** Sends a command by a connection of its own, as `redis-cli` does, and returns the reply as text. */
  command(...args: readonly string[]): Promise<string>
  /** Ends the process without warning. */
  kill(): Promise<void>
  /** Starts the process again, with the data that it has saved, or without. */
  restart(data: 'saved' | 'none'): Promise<void>
  /** Stops the process so that it answers nothing, while its connections stay open. */
  freeze(): void
  /** Lets it go on. */
  thaw(): void
  /** Ends the process and removes its folder. */
  stop(): Promise<void>
}

/** Options of a server beyond its defaults, in the words of redis.conf. */
export type ServerOptions = Readonly<Record<string, string>>

/** How a process is started: as it is, or by another command, such as one that enters a network namespace. */
export interface Launch {
  readonly prefix: readonly string[]
  readonly host: string
}

const here: Launch = { prefix: [], host: '127.0.0.1' }

/** Starts a server. By default it saves every write at once. */
export async function startRedis(
  options: ServerOptions = {},
  { prefix, host }: Launch = here,
): Promise<RedisServer> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'cognito-auth-redis-'))
  const settings = { appendonly: 'yes', appendfsync: 'always', save: '', ...options }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  let server: ChildProcess | undefined

  const launch = async (): Promise<void> => {
    const [program, ...all] = [
      ...prefix,
      'redis-server',
      '--bind',
      host,
      '--port',
      String(port),
      '--dir',
      folder,
    ]
    server = spawn(program, [...all, '--daemonize', 'no', '--protected-mode', 'no', ...args], {
      stdio: 'ignore',
    })
    await until(async () => (await command('PING')) === '+PONG')
  }
  const kill = async (): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const closed = once(server, 'close')
    server.kill('SIGCONT')
    server.kill('SIGKILL')
    await closed
  }
  const command = (...words: readonly string[]): Promise<string> => send(host, port, words)

  await launch()
  return {
    port,
    command,
    kill,
    restart: async (data) => {
      if (data === 'none') await rm(join(folder, 'appendonlydir'), { recursive: true, force: true })
      await launch()
    },
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    stop: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until something holds. It gets 15 seconds. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    if (await Promise.resolve(holds()).catch(() => false)) return
    await sleep(20)
  }
  throw new Error('It did not happen within 15 seconds')
}

/** Sends one command in the inline form and returns the start of the reply. */
async function send(host: string, port: number, words: readonly string[]): Promise<string> {
  const socket = connect({ host, port })
    .setEncoding('utf8')
    .setTimeout(5000, () => socket.destroy(new Error('No reply')))
  const quoted = words.map((word) => `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`)
  socket.write(`${quoted.join(' ')}\r\n`)
  let reply = ''
  try {
    for await (const chunk of socket) {
      reply += String(chunk)
      if (reply.endsWith('\r\n')) break
    }
  } finally {
    socket.destroy()
  }
  return reply.trim()
}
