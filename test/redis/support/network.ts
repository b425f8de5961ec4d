import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { startRedis, type Launch, type RedisServer, type ServerOptions } from './redis-server.ts'

/** A way to a server that can be cut. */
export interface Line {
  readonly port: number
  /** Leads new connections to another port, and ends the ones that there are. */
  switchTo(port: number): void
  /** Loses everything that is sent, while connections stay open. */
  drop(): void
  /** Carries what is sent again. What was lost stays lost. */
  restore(): void
  close(): Promise<void>
}

/** A line by a process in between. */
export async function lineTo(target: number): Promise<Line> {
  let port = target
  let isDropping = false
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port })
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.on('data', (data) => isDropping || to.write(data))
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const end = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    switchTo: (other) => {
      port = other
      end()
    },
    drop: () => {
      isDropping = true
    },
    restore: () => {
      isDropping = false
      // A connection that has lost a part of what was sent makes no sense.
      end()
    },
    close: async () => {
      end()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A network namespace with a server in it, and packets that can be dropped on the way back. */
export interface Namespace {
  readonly server: RedisServer
  readonly host: string
  drop(): void
  restore(): void
  remove(): Promise<void>
}

const [name, outer, inner] = ['cognito-redis', 'cognito-out', 'cognito-in']
const [here, there] = ['10.213.77.1', '10.213.77.2']

/** Starts a server in a network namespace of its own. That takes the right to create one. */
export async function startInNamespace(options: ServerOptions = {}): Promise<Namespace> {
  const ip = (...args: readonly string[]): void => void execFileSync('ip', args, { stdio: 'pipe' })
  const inside = ['netns', 'exec', name, 'ip']
  ip('netns', 'add', name)
  ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner)
  ip('link', 'set', inner, 'netns', name)
  ip('addr', 'add', `${here}/30`, 'dev', outer)
  ip('link', 'set', outer, 'up')
  ip(...inside, 'addr', 'add', `${there}/30`, 'dev', inner)
  ip(...inside, 'link', 'set', inner, 'up')
  const launch: Launch = { prefix: ['ip', 'netns', 'exec', name], host: there }
  const server = await startRedis(options, launch)
  return {
    server,
    host: there,
    drop: () => ip(...inside, 'route', 'add', 'blackhole', `${here}/32`),
    restore: () => ip(...inside, 'route', 'del', 'blackhole', `${here}/32`),
    remove: async () => {
      await server.stop()
      ip('netns', 'del', name)
    },
  }
}

/** Whether this process may create network namespaces. */
export function mayCreateNamespaces(): boolean {
  const probe = `${name}-probe`
  try {
    execFileSync('ip', ['netns', 'add', probe], { stdio: 'pipe' })
    execFileSync('ip', ['netns', 'del', probe], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
